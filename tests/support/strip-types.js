import { stripTypeScriptTypes } from 'node:module';

/** Keeps lines and columns, so that no source map is needed. */
// biome-ignore lint/style/noDefaultExport: jest loads a transformer from its default export
export default { process: (source) => ({ code: stripTypeScriptTypes(source) }) };
