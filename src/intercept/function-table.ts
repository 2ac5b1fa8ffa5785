import type { Described, Signature } from '../capture/argspec.js';
import { signatureOf } from '../capture/argspec.js';
import { apply, functionToString } from '../capture/intrinsics.js';
import type { FunctionInfo } from '../model/function-info.js';
import { knownFunctions } from '../model/known-functions.js';
import type { CallSite } from './call-site.js';

/** An intercepted function: one of the program's, however often it is made anew by running its source again. */
export interface KnownFunction {
  readonly info: FunctionInfo;
  readonly signature: Signature;
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
  register(fn: Described, name: string, site: CallSite | undefined): KnownFunction {
    const entries = this.#byFunction.get(fn) ?? new Map<string, KnownFunction>();
    const known = entries.get(name) ?? this.#find(fn, name, site);
    entries.set(name, known);
    this.#byFunction.set(fn, entries);
    return known;
  }

  #find(fn: Described, name: string, site: CallSite | undefined): KnownFunction {
    const place = site === undefined ? '' : `${site.file}:${site.line}:${site.column}`;
    const identity = `${name}\n${place}\n${apply(functionToString, fn, [])}`;
    const known = this.#byIdentity.get(identity);
    if (known !== undefined) return known;
    const entry = makeEntry(fn, this.#freeName(name), site);
    this.#byIdentity.set(identity, entry);
    this.#byName.set(entry.info.name, entry);
    knownFunctions.add(entry.info);
    return entry;
  }

  #freeName(name: string): string {
    if (!this.#byName.has(name)) return name;
    let count = 2;
    while (this.#byName.has(`${name}~${count}`)) count++;
    this.#warn(`another function is called ${name} already; this one is recorded as ${name}~${count}`);
    return `${name}~${count}`;
  }
}

function makeEntry(fn: Described, name: string, site: CallSite | undefined): KnownFunction {
  const signature = signatureOf(fn);
  const place = site === undefined ? {} : { file: site.file, line: site.line };
  return { info: { name, argspec: signature.argspec, ...place, calls: 0 }, signature };
}
