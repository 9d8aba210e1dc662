/** What stands behind `/signalbox`, as a person reads it. */
export const HELP = [
  '`/signalbox status [PIPELINE]` what runs, or how the newest execution of that pipeline stands',
  '`/signalbox approvals` what waits for a decision',
  '`/signalbox silence PIPELINE 2h|30m|1d REASON` tells nothing new of it for that long, 7 days at most',
  '`/signalbox retry PIPELINE [REASON]` runs the failed stage again',
  '`/signalbox stop PIPELINE [REASON]` stops what runs',
  '`/signalbox help` this list',
].join('\n');
