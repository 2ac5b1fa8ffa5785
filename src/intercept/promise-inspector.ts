import { inspect } from 'node:util';
import { apply, slice } from '../capture/intrinsics.js';
import { SafeMap } from '../model/safe-collections.js';

/** Taken before the program can replace them. */
const { fromCharCode } = String;
const toBigInt = BigInt;

/** What became of a promise. `value` is what it was fulfilled with, or why it was rejected, if that `isKnown`. */
export interface Settlement {
  readonly status: 'fulfilled' | 'rejected';
  readonly value?: unknown;
  readonly isKnown: boolean;
}

/** What there is to see of a promise. */
export type PromiseState = Settlement | { readonly status: 'pending' };

interface Found {
  readonly value?: unknown;
  readonly isKnown: boolean;
}

const UNKNOWN: Found = { isKnown: false };
const PENDING: PromiseState = { status: 'pending' };

/** Longer texts are not taken from the inspection. */
const LONGEST_TEXT = 16_384;

/** Every option, for the program may have set other defaults. */
const OPTIONS = {
  breakLength: Number.POSITIVE_INFINITY,
  colors: false,
  compact: true,
  customInspect: false,
  depth: 1,
  getters: false,
  maxArrayLength: 2,
  maxStringLength: LONGEST_TEXT,
  numericSeparator: false,
  showHidden: false,
  showProxy: true,
  sorted: false,
} as const;

/** The primitives' values from their texts. */
const PARSERS = new SafeMap<string, (text: string) => unknown>([
  ['undefined', () => undefined],
  ['null', () => null],
  ['boolean', (text) => text === 'true'],
  ['number', (text) => +text],
  ['bigint', (text) => toBigInt(part(text, 0, text.length - 1))],
  ['string', unquote],
]);

/** What `inspect` notes of its work, as much of it as is used here. */
interface Inspection {
  seen: Pick<unknown[], 'includes' | 'push' | 'pop'>;
}

/**
 * Looks at promises, which only `util.inspect` can do without a handler; a handler would silence the program's
 * unhandled rejections. What a promise holds is not inspected, for that would run getters and format errors: once
 * it is at work, `inspect` is told that it has seen every object before. So it asks about the value, and looks no
 * further. Should it ask no more, in some later Node, objects are unknown and the state still is not.
 */
export class PromiseInspector {
  readonly #options: object;
  readonly #seen: Inspection['seen'];
  #promise: Promise<unknown> | undefined;
  #isAtWork = false;
  #isRejected = false;
  #isPending = false;
  #found: Found | undefined;

  constructor() {
    const inspector = this;
    this.#options = {
      ...OPTIONS,
      /** Called for every word that is written. */
      stylize(this: Inspection | undefined, text: string, type: string): string {
        if (inspector.#isAtWork) inspector.#read(text, type);
        else inspector.#begin(this);
        return text;
      },
    };
    this.#seen = {
      includes: (value) => value !== this.#promise && this.#find({ value, isKnown: true }),
      push: () => 0,
      pop: () => undefined,
    };
  }

  /** Of a promise that cannot be inspected, for want of stack or by its own class, it says that it is pending. */
  stateOf(promise: Promise<unknown>): PromiseState {
    if (this.#promise !== undefined) return PENDING; // the class of another runs code while that is looked at
    this.#promise = promise;
    try {
      inspect([null, promise], this.#options);
      return this.#state();
    } catch {
      return PENDING;
    } finally {
      this.#reset();
    }
  }

  #state(): PromiseState {
    if (this.#isRejected) return { status: 'rejected', ...(this.#found ?? UNKNOWN) };
    if (this.#isPending || this.#found === undefined) return PENDING;
    return { status: 'fulfilled', ...this.#found };
  }

  #reset(): void {
    this.#promise = undefined;
    this.#isAtWork = false;
    this.#isRejected = false;
    this.#isPending = false;
    this.#found = undefined;
  }

  #begin(inspection: Inspection | undefined): void {
    this.#isAtWork = true;
    if (inspection !== undefined) inspection.seen = this.#seen;
  }

  /** The first that is found is the value; the promise's own properties come after it. */
  #find(found: Found): true {
    this.#found ??= found;
    return true;
  }

  #read(text: string, type: string): void {
    if (type !== 'special') this.#find(parse(text, type));
    else if (text === '<pending>') this.#isPending = true;
    else if (text === '<rejected>') this.#isRejected = true;
    else this.#find(UNKNOWN);
  }
}

function parse(text: string, type: string): Found {
  const parser = PARSERS.get(type);
  if (parser === undefined || text.length > LONGEST_TEXT) return UNKNOWN;
  return { value: parser(text), isKnown: true };
}

const ESCAPES = new SafeMap([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);
const HEX_DIGITS = new SafeMap([
  ['x', 2],
  ['u', 4],
]);

/** The string that `inspect` shows like this. No regular expression: that would change `RegExp.$1` under the program. */
function unquote(text: string): string {
  const end = text.length - 1;
  let unquoted = '';
  for (let index = 1; index < end; index++) {
    const character = text[index] as string;
    if (character !== '\\') {
      unquoted += character;
      continue;
    }
    const letter = text[++index] as string;
    const digits = HEX_DIGITS.get(letter) ?? 0;
    unquoted +=
      digits === 0 ? (ESCAPES.get(letter) ?? letter) : fromCharCode(+`0x${part(text, index + 1, digits)}`);
    index += digits;
  }
  return unquoted;
}

function part(text: string, start: number, length: number): string {
  return apply(slice, text, [start, start + length]) as string;
}
