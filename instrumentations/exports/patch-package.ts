import type { Interceptions, Select } from './interceptions.js';
import { type PatchedExports, patchExports } from './patch-exports.js';
import type { PatchedModule } from './patched-module.js';
import { watchPackage } from './watch-package.js';

/**
 * Intercepts the selected functions of a package's exports when it is required, or imported after
 * `registerImportHook`: of all its copies and versions, and of both forms.
 * @param name as it stands in an import: `lodash`, `@scope/pkg`
 */
export function patchPackage(name: string, select: Select, interceptions: Interceptions): PatchedModule {
  const patches = new PackagePatches(select, interceptions);
  watchPackage(name, (exports) => patches.add(exports));
  return {
    names: () => patches.names(),
    apply: () => patches.apply(),
    undo: () => patches.undo(),
  };
}

/** What was loaded of a package. */
class PackagePatches {
  readonly #select: Select;
  readonly #interceptions: Interceptions;
  readonly #patched = new Map<unknown, PatchedExports>();
  #isApplied = true;

  constructor(select: Select, interceptions: Interceptions) {
    this.#select = select;
    this.#interceptions = interceptions;
  }

  /** Takes in what was loaded; it stays as it is while the patches are undone. */
  add(exports: unknown): unknown {
    const known = this.#patched.get(exports);
    if (known !== undefined) return known.exports;
    const made = patchExports(exports, { select: this.#select, interceptions: this.#interceptions });
    this.#patched.set(exports, made);
    if (!this.#isApplied) made.undo();
    return made.exports;
  }

  apply(): void {
    this.#isApplied = true;
    for (const patched of this.#patched.values()) patched.apply();
  }

  undo(): void {
    this.#isApplied = false;
    for (const patched of this.#patched.values()) patched.undo();
  }

  names(): string[] {
    return [...new Set([...this.#patched.values()].flatMap((patched) => patched.names()))];
  }
}
