// Runs a bundle's handler and tells, beside its answer, what it cost. Without imports, so that it costs little itself.
const { handler: measured } = await import(process.env.BENCH_BUNDLE);

export async function handler(event, context) {
  const before = process.cpuUsage();
  const enteredAt = now();
  const answer = await measured(event, context);
  const leftAt = now();
  const { user, system } = process.cpuUsage(before);
  return {
    answer,
    enteredAt,
    leftAt,
    cpuMilliseconds: (user + system) / 1000,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
}

function now() {
  return Number(process.hrtime.bigint() / 1000n) / 1000;
}
