import type { Described, Signature, TextOf } from '../capture/argspec.js';
import { nativeText, signatureOf } from '../capture/argspec.js';
import type { FunctionInfo } from '../model/function-info.js';
import { knownFunctions } from '../model/known-functions.js';
import type { CallSite } from './call-site.js';

/** An intercepted function: one of the program's, however often it is made anew by running its source again. */
export interface KnownFunction {
  readonly info: FunctionInfo;
  readonly signature: Signature;
}

/** What a function is entered with. */
export interface Registration {
  readonly fn: Described;
  readonly name: string;
  /** Where it was intercepted. */
  readonly site: CallSite | undefined;
  /** Default: `Function.prototype.toString`. */
  readonly textOf?: TextOf | undefined;
  /** Whether nothing is said when its name is taken. */
  readonly isQuiet?: boolean | undefined;
}

/**
 * The functions that are intercepted in this process, each with a name of its own. Functions are the same when
 * they are the same object, or have the same source text and were intercepted at the same place.
 */
export class FunctionTable {
  readonly #byFunction = new WeakMap<object, Map<string, KnownFunction>>();
  readonly #byIdentity = new Map<string, KnownFunction>();
  readonly #byName = new Map<string, KnownFunction>();
  readonly #warn: (message: string) => void;

  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  /** The entry of a function, made at its first registration; a taken name gets `~2`, `~3` … and a warning. */
  register(registration: Registration): KnownFunction {
    const { fn, name } = registration;
    const entries = this.#byFunction.get(fn) ?? new Map<string, KnownFunction>();
    const known = entries.get(name) ?? this.#find(registration);
    entries.set(name, known);
    this.#byFunction.set(fn, entries);
    return known;
  }

  #find({ fn, name, site, textOf = nativeText, isQuiet = false }: Registration): KnownFunction {
    const place = site === undefined ? '' : `${site.file}:${site.line}:${site.column}`;
    const identity = `${name}\n${place}\n${textOf(fn)}`;
    const known = this.#byIdentity.get(identity);
    if (known !== undefined) return known;
    const entry = makeEntry({ fn, name: this.#freeName(name, isQuiet), site, textOf });
    this.#byIdentity.set(identity, entry);
    this.#byName.set(entry.info.name, entry);
    knownFunctions.add(entry.info);
    return entry;
  }

  #freeName(name: string, isQuiet: boolean): string {
    if (!this.#byName.has(name)) return name;
    let count = 2;
    while (this.#byName.has(`${name}~${count}`)) count++;
    if (!isQuiet)
      this.#warn(`another function is called ${name} already; this one is recorded as ${name}~${count}`);
    return `${name}~${count}`;
  }
}

function makeEntry({ fn, name, site, textOf }: Registration): KnownFunction {
  const signature = signatureOf(fn, textOf);
  const place = site === undefined ? {} : { file: site.file, line: site.line };
  return { info: { name, argspec: signature.argspec, ...place, calls: 0 }, signature };
}
