import { types } from 'node:util';
import { binaryOf } from '../handlers/binary.js';
import { SafeSet } from '../model/safe-collections.js';
import { readElement } from './array-form.js';
import { classNameOf, isPlainPrototype, kindOf } from './class-of.js';
import {
  getOwnPropertyDescriptor,
  getOwnPropertySymbols,
  getPrototypeOf,
  hasOwn,
  isArray,
  isProxy,
  min,
  keys as namesOf,
} from './intrinsics.js';
import { isPlainWord } from './plain-word.js';
import { ACCESSOR } from './property-list.js';
import { describeDate, describePrimitive, quote } from './scalars.js';
import type { CaptureOptions } from './walk.js';

/** Each level takes some stack, of which the program may have little left: what is deeper is for the walk. */
const MOST_DEPTH = 16;
/** So many objects are looked through for one that is met again; of more there is a set. */
const FEW = 64;
const MOST_BYTES_A_UNIT = 3;
/** After failures one behind the other, at most so many values are not even tried. */
const MOST_PASSED_OVER = 63;

const objectPrototype = Object.prototype;
const datePrototype = Date.prototype;
const { isDate } = types;

/**
 * Writes values in the order of their text, at half of what the walk costs: most calls take a few numbers, texts,
 * dates, lists and objects that no limit cuts, each met once. It gives up (`undefined`) on all else, which then is
 * walked; the text is the same. `begin`, then as many values of one line as there are, then `end`.
 */
export class StraightText {
  readonly #options: CaptureOptions;
  readonly #isPossible: boolean;
  readonly #mostUnits: number;
  readonly #mostDepth: number;
  #nodesLeft = 0;
  #unitsLeft = 0;
  #met: Met | undefined;
  #metMany: SafeSet<object> | undefined;
  #passOver = 0;
  #lastPause = 0;

  constructor(options: CaptureOptions) {
    const { limits, redaction } = options;
    this.#options = options;
    this.#isPossible = !(redaction.looksAtPaths || redaction.hasPatterns);
    this.#mostUnits = limits.maxBytes / MOST_BYTES_A_UNIT;
    this.#mostDepth = min(limits.maxDepth, MOST_DEPTH);
  }

  /** Whether it is worth a try. */
  begin(): boolean {
    if (!this.#isPossible || hasOwn(objectPrototype, 'value')) return false;
    if (this.#passOver > 0) {
      this.#passOver--;
      return false;
    }
    this.#nodesLeft = this.#options.limits.maxNodes;
    this.#unitsLeft = this.#mostUnits;
    return true;
  }

  /** The descriptor of an argument, a receiver or a result; `undefined` if it has to be walked. */
  describe(value: unknown): string | undefined {
    if (this.#nodesLeft-- <= 0) return undefined;
    try {
      return this.#withinUnits(this.#describe(value, 1));
    } catch {
      return undefined; // the program has used up its stack; the walk takes none
    }
  }

  /** Lets go of what was written; `isWritten` unless a part of it has to be walked. */
  end(isWritten: boolean): void {
    this.#met = undefined;
    this.#metMany = undefined;
    this.#lastPause = isWritten ? 0 : min(2 * this.#lastPause + 1, MOST_PASSED_OVER);
    this.#passOver = this.#lastPause;
  }

  #describe(value: unknown, depth: number): string | undefined {
    switch (typeof value) {
      case 'string':
        return this.#describeString(value);
      case 'object':
        return value === null ? 'null' : this.#describeObject(value, depth);
      case 'bigint': // and these two may be long
      case 'symbol':
      case 'function':
        return undefined;
      case 'number':
        return value - value === 0 && value !== 0 ? `${value}` : describePrimitive(value); // most are such
      default:
        return describePrimitive(value);
    }
  }

  #describeString(value: string): string | undefined {
    const { length } = value;
    const { limits, redaction } = this.#options;
    this.#unitsLeft -= length;
    if (length > limits.maxStringLength || this.#unitsLeft < 0) return undefined;
    if (isPlainWord(value)) return `"${value}"`;
    return redaction.isSecretText(value) ? undefined : quote(value);
  }

  #describeObject(value: object, depth: number): string | undefined {
    if (depth > this.#mostDepth || isProxy(value)) return undefined;
    if (this.#options.registry.find(value) !== undefined || this.#isMetAgain(value)) return undefined;
    if (isArray(value)) return this.#describeArray(value, depth);
    const prototype = getPrototypeOf(value);
    if (prototype === objectPrototype) return this.#describeProperties(value, depth);
    if (prototype === datePrototype && isDate(value)) return describeDate(value);
    return this.#describeInstance(value, prototype, depth);
  }

  #describeInstance(value: object, prototype: object | null, depth: number): string | undefined {
    if (prototype === null || isPlainPrototype(prototype)) return undefined;
    if (kindOf(value, prototype) !== 'object' || binaryOf(value) !== undefined) return undefined;
    const properties = this.#describeProperties(value, depth);
    const name = classNameOf(prototype);
    const ofClass = name === undefined ? '' : `,"class":${quote(name)}`;
    return properties && `{"$":"object"${ofClass},"props":${properties}}`;
  }

  #describeArray(array: readonly unknown[], depth: number): string | undefined {
    const { length } = array;
    if (!this.#hasRoomFor(length)) return undefined;
    const names = namesOf(array);
    if (names.length !== length || (length > 0 && names[length - 1] !== `${length - 1}`)) return undefined;
    const { redaction } = this.#options;
    const isOfPairs = (length & 1) === 0;
    let text = '[';
    let before: unknown;
    for (let index = 0; index < length; index++) {
      const element = readElement(array, index);
      const isValue = isOfPairs && (index & 1) === 1;
      if (element === ACCESSOR || redaction.isSecretAfter(before, isValue, element)) return undefined;
      before = element;
      const described = this.#describe(element, depth + 1);
      if (described === undefined) return undefined;
      text += index === 0 ? described : `,${described}`;
    }
    return this.#withinUnits(`${text}]`);
  }

  #describeProperties(object: object, depth: number): string | undefined {
    const names = namesOf(object);
    if (!this.#hasRoomFor(names.length) || getOwnPropertySymbols(object).length > 0) return undefined;
    const { keyTexts } = this.#options.redaction;
    let text = names.length === 0 ? '{' : '';
    for (let index = 0; index < names.length; index++) {
      const name = names[index] as string;
      const key = keyTexts.of(name);
      const descriptor = getOwnPropertyDescriptor(object, name);
      if (!key.isPlain || descriptor === undefined) return undefined;
      const { value } = descriptor; // of an accessor there is none, for `Object.prototype` has none either
      if (value === undefined && !hasOwn(descriptor, 'value')) return undefined;
      const described = this.#describe(value, depth + 1);
      if (described === undefined) return undefined;
      text += (index === 0 ? key.first : key.next) + described;
    }
    return this.#withinUnits(`${text}}`);
  }

  #hasRoomFor(items: number): boolean {
    this.#nodesLeft -= items;
    return this.#nodesLeft >= 0 && items <= this.#options.limits.maxItems;
  }

  #withinUnits(text: string | undefined): string | undefined {
    return text !== undefined && text.length <= this.#mostUnits ? text : undefined;
  }

  #isMetAgain(value: object): boolean {
    if (this.#metMany !== undefined) {
      if (this.#metMany.has(value)) return true;
      this.#metMany.add(value);
      return false;
    }
    for (let met = this.#met; met !== undefined; met = met.before) if (met.object === value) return true;
    this.#met = new Met(value, this.#met);
    if (this.#met.count === FEW) this.#metMany = setOf(this.#met);
    return false;
  }
}

/** An object that was met: with a few, a list is quicker than a set, and nothing of the program's can be in its way. */
class Met {
  readonly object: object;
  readonly before: Met | undefined;
  readonly count: number;

  constructor(object: object, before: Met | undefined) {
    this.object = object;
    this.before = before;
    this.count = before === undefined ? 1 : before.count + 1;
  }
}

function setOf(last: Met): SafeSet<object> {
  const objects = new SafeSet<object>();
  for (let met: Met | undefined = last; met !== undefined; met = met.before) objects.add(met.object);
  return objects;
}
