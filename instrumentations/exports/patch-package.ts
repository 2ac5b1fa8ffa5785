import {
  InstrumentationBase,
  type InstrumentationModuleDefinition,
  InstrumentationNodeModuleDefinition,
} from '@opentelemetry/instrumentation';
import { PACKAGE } from '../../src/model/package-info.js';
import type { Interceptions, Select } from './interceptions.js';
import { type PatchedExports, patchExports } from './patch-exports.js';
import type { PatchedModule } from './patched-module.js';

/**
 * Intercepts the selected functions of a package's exports when it is required, or imported after
 * `registerImportHook`: of all its copies and versions, and of both forms.
 * @param name as it stands in an import: `lodash`, `@scope/pkg`
 */
export function patchPackage(name: string, select: Select, interceptions: Interceptions): PatchedModule {
  const patches = new PackagePatches(select, interceptions);
  const definition: InstrumentationModuleDefinition = new InstrumentationNodeModuleDefinition(
    name,
    ['*'],
    (exports: unknown) => patches.patch(exports),
    () => patches.undo(),
  );
  definition.includePrerelease = true;
  const instrumentation = instrument(definition);
  return {
    names: () => patches.names(),
    apply: () => instrumentation.enable(),
    undo: () => instrumentation.disable(),
  };
}

function instrument(definition: InstrumentationModuleDefinition): InstrumentationBase {
  class PackageInstrumentation extends InstrumentationBase {
    protected override init() {
      return definition;
    }
  }
  return new PackageInstrumentation(PACKAGE.name, PACKAGE.version, {});
}

/** What was loaded of a package. */
class PackagePatches {
  readonly #select: Select;
  readonly #interceptions: Interceptions;
  readonly #patched = new Map<unknown, PatchedExports>();

  constructor(select: Select, interceptions: Interceptions) {
    this.#select = select;
    this.#interceptions = interceptions;
  }

  /** Called when the module is loaded, and with what was loaded last when the instrumentation is enabled again. */
  patch(exports: unknown): unknown {
    const known = this.#patched.get(exports);
    if (known === undefined) {
      const made = patchExports(exports, { select: this.#select, interceptions: this.#interceptions });
      this.#patched.set(exports, made);
      return made.exports;
    }
    for (const patched of this.#patched.values()) patched.apply();
    return known.exports;
  }

  undo(): void {
    for (const patched of this.#patched.values()) patched.undo();
  }

  names(): string[] {
    return [...new Set([...this.#patched.values()].flatMap((patched) => patched.names()))];
  }
}
