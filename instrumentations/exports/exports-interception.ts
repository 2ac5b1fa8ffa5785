import type { Interceptor } from '../../src/intercept/interceptor.js';
import type { AnyFunction } from '../../src/intercept/options.js';
import type { ModuleSelection, TargetList } from '../targets/target-list.js';
import type { TargetMatches } from '../targets/target-matches.js';
import { Interceptions, type Select } from './interceptions.js';
import { patchBuiltIn } from './patch-built-in.js';
import { patchPackage } from './patch-package.js';
import type { PatchedModule } from './patched-module.js';
import { registerImportHook } from './register-import-hook.js';

/** What targets say, who intercepts, and who is told what was found. */
export interface ExportsInterceptionParts {
  readonly targets: TargetList;
  readonly matches: TargetMatches;
  readonly interceptor: Interceptor;
}

/** A module that targets name. */
interface Patch {
  readonly module: PatchedModule;
  readonly targets: readonly number[];
}

/** Intercepts what targets name of the exports of packages and of Node's own modules. */
export class ExportsInterception {
  readonly #parts: ExportsInterceptionParts;
  readonly #interceptions = new Interceptions();
  #patches: readonly Patch[] | undefined;
  #functions = 0;

  constructor(parts: ExportsInterceptionParts) {
    this.#parts = parts;
  }

  /** How many functions are intercepted. */
  get functions(): number {
    return this.#functions;
  }

  /** In modules of Node at once, in packages when they are loaded. */
  install(): void {
    if (this.#patches === undefined) this.#patches = this.#makePatches();
    else for (const { module } of this.#patches) module.apply();
  }

  /** Puts the originals back. */
  uninstall(): void {
    for (const { module } of this.#patches ?? []) module.undo();
  }

  /** Tells the matches which functions the modules have that were loaded. */
  reportNames(): void {
    for (const { module, targets } of this.#patches ?? []) {
      const names = module.names();
      if (names.length > 0) this.#parts.matches.addModule(targets, names);
    }
  }

  #makePatches(): Patch[] {
    const { targets } = this.#parts;
    registerImportHook(targets.packages);
    return [
      ...this.#patchAll(targets.packages, 'package', patchPackage),
      ...this.#patchAll(targets.builtIns, 'built-in', patchBuiltIn),
    ];
  }

  #patchAll(names: readonly string[], kind: 'package' | 'built-in', patch: typeof patchPackage): Patch[] {
    return names.flatMap((name) => {
      const selection = this.#parts.targets.forExports(kind, name);
      if (selection === undefined) return [];
      const module = patch(name, this.#selectFrom(selection), this.#interceptions);
      return [{ module, targets: selection.targets }];
    });
  }

  #selectFrom({ baseName, select }: ModuleSelection): Select {
    const { matches, targets, interceptor } = this.#parts;
    return (name) => {
      const target = select(name);
      if (target === undefined) return undefined;
      return (fn: AnyFunction) => {
        const { options, isWildcard } = targets.at(target);
        matches.add(target);
        this.#functions++;
        return interceptor.interceptFunction(fn, options, {
          name: `${baseName}.${name}`,
          site: null,
          isWildcard,
        });
      };
    };
  }
}
