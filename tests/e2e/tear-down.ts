// biome-ignore lint/style/noDefaultExport: jest loads its tear-down from a default export
export default async function tearDown(): Promise<void> {
  await globalThis.ministack?.stop();
}
