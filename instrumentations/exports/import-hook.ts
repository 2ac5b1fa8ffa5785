import { loadMiddlePackage, urlOfMiddlePackage } from './middle-packages.js';

/** What the hook needs of `import-in-the-middle`'s own: the part that makes one. */
interface HookMaker {
  createHook(meta: { readonly url: string }): ImportHook;
}

/** A loader's hooks, for a thread of their own or for this one. */
export interface ImportHook {
  applyOptions(options: { readonly include: readonly string[] }): void;
  resolve(...args: unknown[]): unknown;
  load(...args: unknown[]): unknown;
  resolveSync(...args: unknown[]): unknown;
  loadSync(...args: unknown[]): unknown;
}

const MAKER = 'import-in-the-middle/create-hook.mjs';

/**
 * Makes a hook of the copy of `import-in-the-middle` that `@opentelemetry/instrumentation` listens to. It is one of
 * its own: the copy's ready-made one has a single list of modules, which belongs to whoever registered it.
 */
export function makeImportHook(include: readonly string[]): ImportHook {
  return makeBy(loadMiddlePackage(MAKER) as HookMaker, include);
}

/** The same on the thread of the loaders, where Node 22 cannot `require` what is an ES module. */
export async function importImportHook(include: readonly string[]): Promise<ImportHook> {
  return makeBy((await import(urlOfMiddlePackage(MAKER))) as HookMaker, include);
}

function makeBy({ createHook }: HookMaker, include: readonly string[]): ImportHook {
  const hook = createHook({ url: urlOfMiddlePackage('import-in-the-middle/hook.mjs') });
  hook.applyOptions({ include: [...include] });
  return hook;
}
