import { isIdentifier } from './script-text.js';

/** Names that the text of a test uses for something else: the language's, its own, the frameworks'. */
const TAKEN = `await break case catch class const continue debugger default delete do else enum export extends false
  finally for function if implements import in instanceof interface let new null package private protected public
  return static super switch this throw true try typeof var void while with yield arguments eval undefined NaN
  Infinity Array ArrayBuffer BigInt Boolean Buffer DataView Date Error EvalError Map Number Object Promise RangeError
  ReferenceError RegExp Set String Symbol SyntaxError TypeError URIError URL URLSearchParams Math process require
  module exports structuredClone assert expect test beforeAll load loadCall call result expected args near returnOf asyncReturnOf withOneNaN
  thrownBy rejectionOf join RTOL ATOL Float32Array Float64Array Int8Array Int16Array Int32Array Uint8Array
  Uint8ClampedArray Uint16Array Uint32Array BigInt64Array BigUint64Array __dirname __filename`;

/** The names of a scope, each given once. */
export class Names {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string> = TAKEN.split(/\s+/)) {
    this.#taken = new Set(taken);
  }

  /** The wanted name, or one like it where that is taken or no identifier. */
  claim(wanted: string, suffix = 'Function'): string {
    const base = isIdentifier(wanted) ? wanted : wanted.replace(/[^\w$]/g, '_').replace(/^(?=\d|$)/, '_');
    let name = this.#taken.has(base) ? base + suffix : base;
    for (let count = 2; this.#taken.has(name); count++) name = `${base}${suffix}${count}`;
    this.#taken.add(name);
    return name;
  }

  /** A scope inside of this one. */
  inner(): Names {
    return new Names(this.#taken);
  }
}
