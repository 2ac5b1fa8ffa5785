import { basename, extname } from 'node:path';
import { isOwnCode } from '../../src/model/own-code.js';
import { PACKAGE } from '../../src/model/package-info.js';
import type { TargetEntry } from '../../src/settings/settings.js';
import { packagePathOf } from './package-path.js';
import { parseTarget, type Target, type TargetModule } from './parse-target.js';

/** What is to be intercepted in one module. */
export interface ModuleSelection {
  /** What the names of its functions begin with in the database. */
  readonly baseName: string;
  /** The number of the first target that names the function, unless one excludes it. */
  select(functionName: string): number | undefined;
  /** The targets that name this module, whatever of it. */
  readonly targets: readonly number[];
}

/** Where paths in targets are taken from, and what is left out. */
export interface TargetListOptions {
  readonly exclude?: readonly string[];
  /** Default: the working directory. */
  readonly cwd?: string;
}

/** The functions to intercept, as a config names them; a leading `!` excludes. */
export class TargetList {
  readonly targets: readonly Target[];
  readonly #excluded: readonly Target[];

  /** @throws TypeError for what is no target */
  constructor(
    include: readonly TargetEntry[],
    { exclude = [], cwd = process.cwd() }: TargetListOptions = {},
  ) {
    const isNegative = (entry: TargetEntry) => typeof entry === 'string' && entry.startsWith('!');
    const negative = include.filter(isNegative).map((entry) => String(entry).slice(1));
    this.targets = include.filter((entry) => !isNegative(entry)).map((entry) => parseTarget(entry, cwd));
    this.#excluded = [...negative, ...exclude].map((text) => parseTarget(wholeModule(text), cwd));
  }

  /** Whether files are to be transformed when they are loaded. */
  get hasFiles(): boolean {
    return this.targets.some(({ module }) => module.kind === 'files' || module.kind === 'package-files');
  }

  /** The packages whose exports are to be patched. */
  get packages(): readonly string[] {
    return this.#namesOf('package');
  }

  /** The built-in modules to be patched, without `node:`. */
  get builtIns(): readonly string[] {
    return this.#namesOf('built-in');
  }

  /** What is wanted of a file; `undefined` if nothing is. */
  forFile(path: string): ModuleSelection | undefined {
    if (isOwnCode(path)) return undefined;
    return this.#selection(basename(path, extname(path)), (module) => isOfFile(module, path));
  }

  /** What is wanted of the exports of a package or a built-in module. */
  forExports(kind: 'package' | 'built-in', name: string): ModuleSelection | undefined {
    if (name === PACKAGE.name) return undefined;
    return this.#selection(basename(name), (module) => module.kind === kind && module.name === name);
  }

  /** A target by its number, as `select` gives it. */
  at(index: number): Target {
    return this.targets[index] as Target; // a number of its own
  }

  #namesOf(kind: 'package' | 'built-in'): readonly string[] {
    const names = this.targets.map(({ module }) => (module.kind === kind ? module.name : undefined));
    return [...new Set(names.filter((name) => name !== undefined))];
  }

  #selection(baseName: string, isMeant: (module: TargetModule) => boolean): ModuleSelection | undefined {
    const targets = [...this.targets.keys()].filter((index) => isMeant(this.at(index).module));
    if (targets.length === 0) return undefined;
    const excluded = this.#excluded.filter(({ module }) => isMeant(module));
    const select = (name: string) => {
      const found = targets.find((index) => this.at(index).functions.matches(name));
      return excluded.some(({ functions }) => functions.matches(name)) ? undefined : found;
    };
    return { baseName, select, targets };
  }
}

/** `!src/vendor/**` leaves out all of their functions. */
function wholeModule(text: string): string {
  return text.includes('#') ? text : `${text}#*`;
}

function isOfFile(module: TargetModule, path: string): boolean {
  if (module.kind === 'files') return module.path.matches(path);
  if (module.kind !== 'package-files') return false;
  const place = packagePathOf(path);
  return place !== undefined && place.name === module.name && module.subpath.matches(place.subpath);
}
