import Module, { syncBuiltinESMExports } from 'node:module';
import type { AnyFunction } from '../../src/intercept/options.js';
import { forProgramOnly } from './calls-of-program.js';
import type { Interceptions, Select } from './interceptions.js';
import { type PatchedExports, patchExports } from './patch-exports.js';
import type { PatchedModule } from './patched-module.js';

/**
 * What `require` ends in; no part of the documented API. Whoever hooks `require` and `process.getBuiltinModule` takes it
 * that the program has loaded what goes through them, and other instrumentations may not be there yet to be told.
 */
const { _load: load } = Module as unknown as { readonly _load: (name: string) => object };

/**
 * Intercepts the selected functions of one of Node's modules in place, at once, for all who required or imported it
 * and all who will. Only the program's calls are recorded, not those of Node itself nor ours. Getters are left
 * alone, for some warn when they are read: `node:fs/promises` is what `fs.promises` gives.
 * @param name with or without `node:`
 * @throws Error if Node has no such module
 */
export function patchBuiltIn(name: string, select: Select, interceptions: Interceptions): PatchedModule {
  const module = `node:${name.replace(/^node:/, '')}`;
  const gated: Select = (functionName) => {
    const intercept = select(functionName);
    return intercept && ((fn: AnyFunction) => forProgramOnly(fn, intercept(fn), module));
  };
  const patched = patchExports(load(module), { select: gated, interceptions, leavesGetters: true });
  syncBuiltinESMExports();
  return {
    names: () => patched.names(),
    apply: () => change(patched, 'apply'),
    undo: () => change(patched, 'undo'),
  };
}

function change(patched: PatchedExports, what: 'apply' | 'undo'): void {
  patched[what]();
  syncBuiltinESMExports();
}
