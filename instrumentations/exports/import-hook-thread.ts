import { type ImportHook, importImportHook } from './import-hook.js';

type Next = (...args: unknown[]) => unknown;

/** Each registration has a copy of this module. */
let hook: ImportHook | undefined;

/** Called by Node on the thread of the loaders. What it imports goes through the hooks below already. */
export async function initialize(include: readonly string[]): Promise<void> {
  hook = await importImportHook(include);
}

/** Node's hook of that name. */
export function resolve(specifier: unknown, context: unknown, next: Next): unknown {
  return hook === undefined ? next(specifier, context) : hook.resolve(specifier, context, next);
}

/** Node's hook of that name. */
export function load(url: unknown, context: unknown, next: Next): unknown {
  return hook === undefined ? next(url, context) : hook.load(url, context, next);
}
