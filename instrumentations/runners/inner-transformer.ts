import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What Jest's transformers give back. */
export interface TransformedSource {
  readonly code: string;
  readonly map?: unknown;
}

/** What Jest tells a transformer, as far as we look at it. */
export interface JestOptions {
  /** Whether the module will be loaded as an ES module. */
  readonly supportsStaticESM: boolean;
  readonly instrument: boolean;
  readonly configString: string;
  readonly transformerConfig: unknown;
}

type Process<R> = (text: string, path: string, options: JestOptions) => R;

/** One of Jest's transformers. */
export interface JestTransformer {
  readonly canInstrument?: boolean;
  readonly process?: Process<TransformedSource>;
  readonly processAsync?: Process<Promise<TransformedSource>>;
  readonly getCacheKey?: Process<string>;
  readonly getCacheKeyAsync?: Process<Promise<string>>;
}

/** A transformer as Jest's `transform` names it: a module, and perhaps options for it; `false`: none. */
export type TransformerChoice = string | readonly [module: string, options: unknown] | false;

interface TransformerModule extends JestTransformer {
  readonly default?: TransformerModule;
  readonly createTransformer?: (options: unknown) => JestTransformer | Promise<JestTransformer>;
}

/**
 * The transformer that turns a project's files into JavaScript.
 * @throws Error that says what to do if there is no such module
 */
export async function loadTransformer(choice: TransformerChoice): Promise<JestTransformer> {
  if (choice === false) return { process: (code) => ({ code }) };
  const [name, config] = typeof choice === 'string' ? [choice, {}] : choice;
  const loaded: TransformerModule = await import(pathToFileURL(resolveModule(name)).href);
  const found = findTransformer(loaded);
  const transformer = (await found.createTransformer?.(config)) ?? found;
  return withConfig(transformer, config);
}

/** How Jest comes by the transformer that is its default: package managers may hide it from the project. */
const WAY_OF_JEST = ['jest', '@jest/core', 'jest-config'];

function resolveModule(name: string): string {
  let from: string | undefined = join(process.cwd(), 'package.json');
  for (const next of [...WAY_OF_JEST, undefined]) {
    const found = from && tryToResolve(name, from);
    if (found !== undefined) return found;
    from = next && from && tryToResolve(next, from);
  }
  throw new Error(
    `Expected a transformer for Jest, found no module '${name}': install it, or name another, as in ['callmonitor/jest', { transformer: 'ts-jest' }]; false stands for none`,
  );
}

function tryToResolve(name: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(name);
  } catch {
    return undefined;
  }
}

/** What `import` of CommonJS gives may have its default in its default. */
function findTransformer(loaded: TransformerModule): TransformerModule {
  const candidates = [loaded, loaded.default, loaded.default?.default].filter((each) => each !== undefined);
  const isTransformer = (each: TransformerModule) =>
    [each.createTransformer, each.process, each.processAsync].some((fn) => typeof fn === 'function');
  return candidates.find(isTransformer) ?? loaded;
}

/** Jest hands our own options to us: the transformer is to see its own. */
function withConfig(transformer: JestTransformer, transformerConfig: unknown): JestTransformer {
  const bind = <R>(key: keyof JestTransformer) => {
    const method = transformer[key] as Process<R> | undefined;
    if (typeof method !== 'function') return {};
    const bound: Process<R> = (text, path, options) =>
      method.call(transformer, text, path, { ...options, transformerConfig });
    return { [key]: bound };
  };
  return {
    ...(transformer.canInstrument === undefined ? {} : { canInstrument: transformer.canInstrument }),
    ...bind('process'),
    ...bind('processAsync'),
    ...bind('getCacheKey'),
    ...bind('getCacheKeyAsync'),
  };
}
