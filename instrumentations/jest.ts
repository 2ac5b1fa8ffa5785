import { createHash } from 'node:crypto';
import { FIRST_VARIABLE } from '../src/settings/environment.js';
import { settings } from '../src/settings/settings-store.js';
import {
  type JestOptions,
  type JestTransformer,
  loadTransformer,
  type TransformedSource,
  type TransformerChoice,
} from './runners/inner-transformer.js';
import { SelfDescribingEditor } from './runners/self-describing-editor.js';
import { inlineMap } from './transform/append-source-map.js';

/** What stands behind `callmonitor/jest` in Jest's `transform`. */
export interface JestTransformerOptions {
  /** What turns a file into JavaScript before its functions are intercepted. Default `babel-jest`, as Jest's own. */
  readonly transformer?: TransformerChoice;
}

/**
 * A transformer for Jest, whose modules no loader hook sees: `transform: { '\\.[cm]?[jt]sx?$': 'callmonitor/jest' }`.
 * The functions that targets name are recorded, in each of Jest's processes into a database of its own.
 * @throws TypeError for bad settings, Error if there is no such transformer
 */
export async function createTransformer(options: JestTransformerOptions = {}): Promise<JestTransformer> {
  const editor = new SelfDescribingEditor(settings.resolve());
  const inner = await loadTransformer(options.transformer ?? 'babel-jest');
  process.env[FIRST_VARIABLE] ??= String(process.pid); // one process of several knows nothing of what matched in others
  await import('./register.js'); // before the environment, which takes its globals from this process
  return recordingTransformer(inner, editor);
}

function recordingTransformer(inner: JestTransformer, editor: SelfDescribingEditor): JestTransformer {
  const { process, processAsync = process, getCacheKey, getCacheKeyAsync = getCacheKey } = inner;
  const edit = (transformed: TransformedSource, path: string, { supportsStaticESM }: JestOptions) => {
    const text = withInlineMap(transformed);
    const edited = editor.edit({ text, path, kind: supportsStaticESM ? 'module' : 'unknown' }, true);
    return edited === undefined ? transformed : { code: edited.code };
  };
  const key = (text: string, path: string, options: JestOptions, known: string | undefined) =>
    hash([editor.fingerprint, known ?? [text, path, options.configString, options.instrument]]);
  return {
    canInstrument: inner.canInstrument ?? false,
    ...(process && { process: (...given) => edit(process(...given), given[1], given[2]) }),
    ...(processAsync && {
      processAsync: async (...given) => edit(await processAsync(...given), given[1], given[2]),
    }),
    getCacheKey: (...given) => key(...given, getCacheKey?.(...given)),
    getCacheKeyAsync: async (...given) => key(...given, await getCacheKeyAsync?.(...given)),
  };
}

/** The map of a transformer that keeps it apart is put where the edit looks for it. */
function withInlineMap({ code, map }: TransformedSource): string {
  if (!map || code.includes('//# sourceMappingURL=')) return code;
  return `${code}\n${inlineMap(typeof map === 'string' ? map : JSON.stringify(map))}`;
}

function hash(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

export default { createTransformer };
