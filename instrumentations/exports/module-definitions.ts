import { createRequire } from 'node:module';
import { join, posix, relative, sep } from 'node:path';
import {
  type InstrumentationModuleDefinition,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { Interceptions, type Select } from './interceptions.js';
import { type PatchedExports, patchExports } from './patch-exports.js';

/** A package's exports, or one of its entries, of which functions are wanted. */
export interface WantedModule {
  /** As it stands in an import: `lodash`, `@scope/pkg`, `lodash/fp`, `pkg/lib/x.js`. */
  readonly specifier: string;
  readonly select: Select;
}

/** What `moduleDefinitions` makes. */
export interface ModuleDefinitions {
  /** For the `init()` of an instrumentation. */
  readonly definitions: InstrumentationModuleDefinition[];
  /** The modules that were loaded, by specifier: which functions they have. */
  names(): Map<string, string[]>;
}

/** Where an entry may stand that the package's own map does not show from here. */
const ENDINGS = ['', '.js', '.cjs', '.mjs', '/index.js', '/index.cjs', '/index.mjs'];

/** Has the instrumentation that these are given to patch modules when they are required or imported. */
export function moduleDefinitions(
  wanted: readonly WantedModule[],
  { interceptions = new Interceptions(), cwd = process.cwd() } = {},
): ModuleDefinitions {
  const patchers = wanted.map((module) => new ModulePatcher(module, interceptions));
  return {
    definitions: patchers.map((patcher) => patcher.definition(cwd)),
    names: () => new Map(patchers.map((patcher) => [patcher.specifier, patcher.names()])),
  };
}

/** Patches all copies and forms of a module: of each version, as it is required and as it is imported. */
class ModulePatcher {
  readonly specifier: string;
  readonly #select: Select;
  readonly #interceptions: Interceptions;
  readonly #patched = new Map<unknown, PatchedExports>();

  constructor({ specifier, select }: WantedModule, interceptions: Interceptions) {
    this.specifier = specifier;
    this.#select = select;
    this.#interceptions = interceptions;
  }

  definition(cwd: string): InstrumentationModuleDefinition {
    const { name, subpath } = splitSpecifier(this.specifier);
    const patch = (exports: unknown) => this.#patch(exports);
    const unpatch = () => this.#unpatch();
    const isMain = subpath === '';
    const files = isMain
      ? []
      : filesOf(name, subpath, cwd).map(
          (file) => new InstrumentationNodeModuleFile(file.replaceAll('/', sep), ['*'], patch, unpatch),
        );
    const definition: InstrumentationModuleDefinition = isMain
      ? new InstrumentationNodeModuleDefinition(name, ['*'], patch, unpatch)
      : new InstrumentationNodeModuleDefinition(name, ['*'], undefined, undefined, files);
    definition.includePrerelease = true;
    return definition;
  }

  names(): string[] {
    return [...new Set([...this.#patched.values()].flatMap((patched) => patched.names()))];
  }

  /** Called when the module is loaded, and with what was loaded last when the instrumentation is enabled again. */
  #patch(exports: unknown): unknown {
    const known = this.#patched.get(exports);
    if (known === undefined) {
      const made = patchExports(exports, { select: this.#select, interceptions: this.#interceptions });
      this.#patched.set(exports, made);
      return made.exports;
    }
    for (const patched of this.#patched.values()) patched.apply();
    return known.exports;
  }

  #unpatch(): void {
    for (const patched of this.#patched.values()) patched.undo();
  }
}

function splitSpecifier(specifier: string): { name: string; subpath: string } {
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  return { name: parts.slice(0, length).join('/'), subpath: parts.slice(length).join('/') };
}

/** The files that an entry may stand for, as `require-in-the-middle` names them: from the package's folder on. */
function filesOf(name: string, subpath: string, cwd: string): string[] {
  const guessed = ENDINGS.map((ending) => posix.join(name, subpath + ending));
  return [...new Set([...resolved(name, subpath, cwd), ...guessed])];
}

function resolved(name: string, subpath: string, cwd: string): string[] {
  try {
    const path = createRequire(join(cwd, 'noop.js')).resolve(`${name}/${subpath}`);
    const folder = join('node_modules', name) + sep;
    const at = path.lastIndexOf(folder);
    return at < 0
      ? []
      : [posix.join(name, relative(path.slice(0, at + folder.length), path).replaceAll(sep, '/'))];
  } catch {
    return []; // not there, or not to be required
  }
}
