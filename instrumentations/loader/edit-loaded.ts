import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import type { EditSource, LoadedSource } from './edit-source.js';

/** What a `load` hook gives back. */
export interface Loaded {
  format?: string | null | undefined;
  source?: string | ArrayBuffer | NodeJS.TypedArray | null | undefined;
  shortCircuit?: boolean | undefined;
}

const KINDS: Readonly<Record<string, LoadedSource['kind']>> = { module: 'module', commonjs: 'commonjs' };
const TYPESCRIPT: Readonly<Record<string, string>> = {
  'module-typescript': 'module',
  'commonjs-typescript': 'commonjs',
};

/** Marks the wrapper that import-in-the-middle puts around a module, which it then loads by another URL. */
const WRAPPER = 'import-in-the-middle/lib/register.js';

/** Edits what an `import` loads. What has no source here, as CommonJS has not by default, is edited when it is compiled. */
export function editLoaded<L extends Loaded>(url: string, loaded: L, edit: EditSource): L {
  const path = pathOf(url);
  const text = path === undefined ? undefined : textOf(loaded.source);
  if (path === undefined || text === undefined || text.includes(WRAPPER)) return loaded;
  const format = loaded.format ?? '';
  const plainFormat = TYPESCRIPT[format];
  const kind = KINDS[plainFormat ?? format];
  const script = plainFormat === undefined ? text : withoutTypes(text, url);
  if (kind === undefined || script === undefined) return loaded;
  const source = edit({ text: script, path, kind });
  return source === undefined ? loaded : { ...loaded, format: plainFormat ?? format, source };
}

function pathOf(url: string): string | undefined {
  if (!url.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(url);
  } catch {
    return undefined; // no path on this system
  }
}

function textOf(source: Loaded['source']): string | undefined {
  if (typeof source === 'string') return source;
  return source == null ? undefined : new TextDecoder().decode(source);
}

type StripTypes = (code: string, options?: object) => string;

/** As Node itself does it; `undefined` where it cannot, and says so itself. */
function withoutTypes(text: string, url: string): string | undefined {
  if (!('stripTypeScriptTypes' in nodeModule)) return undefined;
  const strip = nodeModule.stripTypeScriptTypes as StripTypes;
  const { emitWarning } = process;
  try {
    process.emitWarning = () => {}; // that this is experimental: the program did not ask for it
    return transformsTypes()
      ? strip(text, { mode: 'transform', sourceMap: true, sourceUrl: url })
      : strip(text);
  } catch {
    return undefined; // syntax that needs more than that
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Whether enums and their like are made JavaScript of, too, and not only types left out, every character in its place. */
function transformsTypes(): boolean {
  return 'typescript' in process.features && process.features.typescript === 'transform';
}
