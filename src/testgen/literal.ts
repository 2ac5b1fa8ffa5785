import { isTypedArray } from 'node:util/types';
import { type Doc, flatText } from './doc.js';
import {
  arrayExpression,
  callExpression,
  type Expression,
  isIdentifier,
  objectExpression,
  plain,
  quoteText,
} from './script-text.js';

/** How the test file calls the class that an object is of; `undefined` for what it does not know. */
export type ClassNames = (prototype: object) => string | undefined;

export interface LiteralOptions {
  readonly classNames: ClassNames;
  /** Whether the compiler has to know what a collection may hold. */
  readonly isTyped: boolean;
}

/** Thrown for a value that nobody would write down: it is loaded from the recording. */
export class NoLiteral extends Error {
  override readonly name = 'NoLiteral';
}

/** Longer texts are no longer read, and no formatter breaks them. */
const LONGEST_TEXT = 160;
const DEEPEST = 12;
const INDEX = /^(0|[1-9]\d{0,14})$/;

/**
 * A value as the expression that a person would write for it: `{ at: new Date('…'), ids: new Set([1n]) }`.
 * @throws NoLiteral where there is none that gives the same value
 */
export function literalOf(value: unknown, options: LiteralOptions): Expression {
  return new LiteralWriter(options).write(value);
}

const ERRORS: ReadonlyMap<unknown, string> = new Map<unknown, string>(
  [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((each) => [
    each.prototype,
    each.name,
  ]),
);

class LiteralWriter {
  readonly #options: LiteralOptions;
  /** An object that stands in two places would become two. */
  readonly #seen = new Set<object>();

  constructor(options: LiteralOptions) {
    this.#options = options;
  }

  write(value: unknown, depth = 0): Expression {
    if (typeof value !== 'object' || value === null) return plain(primitiveText(value));
    if (this.#seen.has(value)) throw new NoLiteral('an object that stands in two places');
    if (depth > DEEPEST) throw new NoLiteral('too deep');
    this.#seen.add(value);
    const write = (part: unknown) => this.write(part, depth + 1);
    const special = binaryExpression(value) ?? simpleObject(value) ?? this.#container(value, write);
    return special ?? this.#object(value, write);
  }

  #container(value: object, write: (part: unknown) => Expression): Expression | undefined {
    if (Array.isArray(value)) return arrayLiteral(value, write);
    if (value instanceof Map) return mapLiteral(value, write, this.#options);
    if (value instanceof Set)
      return construct('Set', value.size === 0 ? [] : [arrayExpression([...value].map(write))]);
    if (value instanceof Error) return this.#error(value, write);
    return undefined;
  }

  #object(value: object, write: (part: unknown) => Expression): Expression {
    const properties = propertiesOf(value, write);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype) return properties;
    const made =
      prototype === null ? 'Object.create(null)' : `Object.create(${this.#className(prototype)}.prototype)`;
    if (Object.hasOwn(value, '__proto__')) throw new NoLiteral('a key __proto__, which would be assigned');
    return properties.size === 0 ? plain(made) : callExpression('Object.assign', [plain(made), properties]);
  }

  #error(error: Error, write: (part: unknown) => Expression): Expression {
    const prototype: unknown = Object.getPrototypeOf(error);
    const builtIn = ERRORS.get(prototype);
    if (Object.hasOwn(error, 'name') || Object.hasOwn(error, 'errors') || !Object.hasOwn(error, 'message'))
      throw new NoLiteral('an error with a name of its own');
    const cause = Object.hasOwn(error, 'cause')
      ? [objectExpression([['cause', write(error.cause).doc]])]
      : [];
    const made = construct(builtIn ?? 'Error', [plain(primitiveText(error.message)), ...cause]);
    const known =
      builtIn === undefined
        ? callExpression('Object.setPrototypeOf', [made, plain(`${this.#className(prototype)}.prototype`)])
        : made;
    return withProperties(known, propertiesOf(error, write));
  }

  #className(prototype: unknown): string {
    const name =
      typeof prototype === 'object' && prototype !== null ? this.#options.classNames(prototype) : undefined;
    if (name === undefined) throw new NoLiteral('an object of a class that is not known');
    return name;
  }
}

/** A literal of a value that is no object. */
export function primitiveText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      if (value.length > LONGEST_TEXT) throw new NoLiteral('a long text');
      return quoteText(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e');
    case 'bigint':
      return `${value}n`;
    case 'symbol':
      return symbolText(value);
    case 'function':
      throw new NoLiteral('a function');
    default:
      return String(value);
  }
}

function symbolText(symbol: symbol): string {
  const key = Symbol.keyFor(symbol);
  if (key !== undefined) return `Symbol.for(${quoteText(key)})`;
  return symbol.description === undefined ? 'Symbol()' : `Symbol(${quoteText(symbol.description)})`;
}

function simpleObject(value: object): Expression | undefined {
  if (value instanceof Date)
    return construct('Date', [plain(Number.isNaN(value.getTime()) ? 'NaN' : quoteText(value.toISOString()))]);
  if (value instanceof URL) return construct('URL', [plain(primitiveText(value.href))]);
  if (value instanceof URLSearchParams)
    return construct('URLSearchParams', [plain(primitiveText(String(value)))]);
  if (value instanceof RegExp) {
    const pattern = plain(regExpText(value));
    return value.lastIndex === 0
      ? pattern
      : withProperties(pattern, objectExpression([['lastIndex', String(value.lastIndex)]]));
  }
  const isBoxed = [String, Number, Boolean, BigInt, Symbol].some((Class) => value instanceof Class);
  return isBoxed ? callExpression('Object', [plain(primitiveText(value.valueOf()))]) : undefined;
}

/** Its own text, unless that would not be the same, or not show what it is. */
function regExpText(pattern: RegExp): string {
  const text = String(pattern);
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return `new RegExp(${quoteText(pattern.source)}, '${pattern.flags}')`;
}

function binaryExpression(value: object): Expression | undefined {
  if (Buffer.isBuffer(value)) return bufferLiteral(value);
  if (isTypedArray(value)) {
    const items = Array.from(value as Iterable<number | bigint>, (item) => plain(primitiveText(item)));
    return construct(value.constructor.name, items.length === 0 ? [plain('0')] : [arrayExpression(items)]);
  }
  if (value instanceof DataView) return construct('DataView', [viewedBytes(value)]);
  return value instanceof ArrayBuffer ? bytesOf(value) : undefined;
}

function viewedBytes({ buffer, byteOffset, byteLength }: DataView): Expression {
  return bytesOf(buffer.slice(byteOffset, byteOffset + byteLength));
}

function bytesOf(memory: ArrayBufferLike): Expression {
  if (memory instanceof SharedArrayBuffer) throw new NoLiteral('shared memory');
  const items = Array.from(new Uint8Array(memory), (item) => plain(String(item)));
  return plain([construct('Uint8Array', [arrayExpression(items)]).doc, '.buffer']);
}

function bufferLiteral(bytes: Buffer): Expression {
  const text = bytes.toString('latin1');
  const isText = /^[\x20-\x7e\n]*$/.test(text);
  const args = isText ? [text] : [bytes.toString('hex'), 'hex'];
  return callExpression(
    'Buffer.from',
    args.map((arg) => plain(primitiveText(arg))),
  );
}

function arrayLiteral(array: readonly unknown[], write: (part: unknown) => Expression): Expression {
  const keys = Object.keys(array);
  const isWhole = keys.length === array.length && keys.every((key, at) => key === String(at));
  if (isWhole) return arrayExpression(array.map(write));
  const isDense = keys.length > array.length && array.length < 1000 && array.every((_, at) => at in array);
  const made = isDense
    ? arrayExpression(array.map(write))
    : construct('Array', [plain(String(array.length))]);
  const others = isDense ? keys.slice(array.length) : keys;
  return withProperties(
    made,
    entriesExpression(
      others.map((key) => [key, Reflect.get(array, key)]),
      write,
    ),
  );
}

function mapLiteral(
  map: ReadonlyMap<unknown, unknown>,
  write: (part: unknown) => Expression,
  { isTyped }: LiteralOptions,
): Expression {
  const entries = [...map].map(([key, item]) => arrayExpression([write(key), write(item)]));
  const isMixed = [map.keys(), map.values()].some(
    (each) => new Set(Array.from(each, (part) => typeof part)).size > 1,
  );
  const name = isTyped && isMixed ? 'Map<unknown, unknown>' : 'Map';
  return construct(name, entries.length === 0 ? [] : [arrayExpression(entries)]);
}

function propertiesOf(value: object, write: (part: unknown) => Expression): Expression {
  const entries = Reflect.ownKeys(value)
    .filter((key) => Object.prototype.propertyIsEnumerable.call(value, key))
    .map((key) => [key, Reflect.get(value, key)] as const);
  return entriesExpression(entries, write);
}

function entriesExpression(
  entries: ReadonlyArray<readonly [PropertyKey, unknown]>,
  write: (part: unknown) => Expression,
): Expression {
  return objectExpression(entries.map(([key, item]) => [keyText(key), write(item).doc] as const));
}

/** A property's key; `__proto__` in brackets is one like any other. */
function keyText(key: PropertyKey): string {
  if (typeof key === 'symbol') {
    if (Symbol.keyFor(key) === undefined) throw new NoLiteral('a symbol of its own');
    return `[${symbolText(key)}]`;
  }
  if (key === '__proto__') return `['__proto__']`;
  return isIdentifier(String(key)) || INDEX.test(String(key)) ? String(key) : primitiveText(String(key));
}

function withProperties(made: Expression, properties: Expression): Expression {
  return properties.size === 0 ? made : callExpression('Object.assign', [made, properties]);
}

function construct(name: string, args: readonly Expression[]): Expression {
  return callExpression(`new ${name}`, args);
}

/** How many characters an expression is on one line. */
export function lengthOf({ doc }: { readonly doc: Doc }): number {
  return flatText(doc).length;
}
