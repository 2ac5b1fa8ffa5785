import { Stream } from 'node:stream';
import { types } from 'node:util';
import { SafeMap, SafeSet, SafeWeakMap } from '../model/safe-collections.js';
import { apply, endsWith, getPrototypeOf, isProxy, ownKeys } from './intrinsics.js';
import { isNative, nameOf, readData, readOwnData } from './own-data.js';

/** How a value that is neither plain object nor array is written down (FORMAT.md, "Values"). */
export type ValueKind =
  | 'boxed'
  | 'date'
  | 'error'
  | 'map'
  | 'object'
  | 'opaque'
  | 'regexp'
  | 'set'
  | 'url'
  | 'urlsearchparams';

/** What a prototype tells of the objects that have it. */
interface ValueClass {
  /** The kind of those that have no brand. */
  readonly kind: ValueKind;
  /** Whether some may have a brand: there is a built-in class in the chain. */
  readonly isBuiltIn: boolean;
  /** The constructor's name; `undefined` where there is none to be had without running code. */
  readonly name: string | undefined;
  /** Whether it is `Object.prototype`, of any realm. */
  readonly isPlain: boolean;
}

/** Built-in kinds by the internal slots that only objects of that kind have. */
const BRANDS: ReadonlyArray<{ hasBrand(value: unknown): boolean; kind: ValueKind }> = [
  { hasBrand: types.isDate, kind: 'date' },
  { hasBrand: types.isMap, kind: 'map' },
  { hasBrand: types.isSet, kind: 'set' },
  { hasBrand: types.isNativeError, kind: 'error' },
  { hasBrand: types.isRegExp, kind: 'regexp' },
  { hasBrand: types.isPromise, kind: 'opaque' },
  { hasBrand: types.isBoxedPrimitive, kind: 'boxed' },
  { hasBrand: types.isWeakMap, kind: 'opaque' },
  { hasBrand: types.isWeakSet, kind: 'opaque' },
  { hasBrand: types.isGeneratorObject, kind: 'opaque' },
  { hasBrand: types.isMapIterator, kind: 'opaque' },
  { hasBrand: types.isSetIterator, kind: 'opaque' },
  { hasBrand: types.isExternal, kind: 'opaque' },
  { hasBrand: types.isModuleNamespaceObject, kind: 'opaque' },
];

/** Kinds by a prototype that stands anywhere in the chain. */
const KIND_BY_PROTOTYPE = new SafeMap<object, ValueKind>();
KIND_BY_PROTOTYPE.set(Error.prototype, 'error');
KIND_BY_PROTOTYPE.set(URL.prototype, 'url');
KIND_BY_PROTOTYPE.set(URLSearchParams.prototype, 'urlsearchparams');
KIND_BY_PROTOTYPE.set(Stream.prototype, 'opaque');
KIND_BY_PROTOTYPE.set(EventTarget.prototype, 'opaque');
KIND_BY_PROTOTYPE.set(getPrototypeOf(globalThis), 'opaque');
KIND_BY_PROTOTYPE.delete(Object.prototype);

/** Classes of the language whose instances are told by a brand: what only inherits from them is any other object. */
const BRANDED_CLASSES =
  namesIn(`Object Function Array Boolean Symbol Number BigInt String Date RegExp Map Set WeakMap
  WeakSet Promise Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError
  DOMException Iterator AsyncIterator`);

/** Classes that Node gives to every program, in so far as they stand there under their name. */
const HOST_GLOBALS = new SafeSet<string | symbol>();
for (const name of ownKeys(globalThis)) HOST_GLOBALS.add(name);

const classes = new SafeWeakMap<object, ValueClass>();

/** The kind of an object that is no Proxy and has the given prototype. */
export function kindOf(value: object, prototype: object | null): ValueKind {
  if (prototype === null) return brandOf(value) ?? 'object';
  const { isBuiltIn, kind } = classOf(prototype);
  return (isBuiltIn ? brandOf(value) : undefined) ?? kind;
}

/** The name of the class of objects with this prototype, if there is one without running code. */
export function classNameOf(prototype: object | null): string | undefined {
  return prototype === null ? undefined : classOf(prototype).name;
}

/** What an object of kind `opaque` is called: its class, or what the language calls it (`Array Iterator`). */
export function opaqueNameOf(value: object, prototype: object | null): string {
  const name = classNameOf(prototype);
  const tag = readData(value, Symbol.toStringTag);
  if (name !== undefined && name !== 'Object') return name;
  return typeof tag === 'string' ? tag : 'Object';
}

/** Whether objects with this prototype are plain ones, also when they come from another realm (`node:vm`). */
export function isPlainPrototype(prototype: object): boolean {
  return prototype === Object.prototype || classOf(prototype).isPlain;
}

function classOf(prototype: object): ValueClass {
  let known = classes.get(prototype);
  if (known === undefined) {
    known = describeClass(prototype);
    classes.set(prototype, known);
  }
  return known;
}

function describeClass(prototype: object): ValueClass {
  const name = nameOf(readData(prototype, 'constructor')) || undefined;
  let kind: ValueKind | undefined;
  let isBuiltIn = false;
  let at: object | null = prototype;
  for (; at !== null && !isProxy(at); at = getPrototypeOf(at)) {
    const maker = readOwnData(at, 'constructor');
    const tag = readOwnData(at, Symbol.toStringTag);
    kind ??= KIND_BY_PROTOTYPE.get(at) ?? (isHostClass(maker) || isIteratorTag(tag) ? 'opaque' : undefined);
    isBuiltIn ||= tag !== undefined || (isNativeFunction(maker) && !isRoot(at));
  }
  // What is behind a Proxy cannot be seen.
  isBuiltIn ||= at !== null;
  const isPlain = !isProxy(prototype) && name === 'Object' && isRoot(prototype);
  return { kind: kind ?? 'object', isBuiltIn, name, isPlain };
}

function brandOf(value: object): ValueKind | undefined {
  for (let index = 0; index < BRANDS.length; index++) {
    const brand = BRANDS[index];
    if (brand?.hasBrand(value)) return brand.kind;
  }
  return undefined;
}

/** The host's own classes keep their state where no property shows it: `Intl.Collator`, `WeakRef`, `Headers`. */
function isHostClass(maker: unknown): boolean {
  if (typeof maker !== 'function') return false;
  const name = nameOf(maker);
  if (BRANDED_CLASSES.has(name)) return false;
  return isNative(maker) || (HOST_GLOBALS.has(name) && readOwnData(globalThis, name) === maker);
}

/** Iterators have no class; what they go through is only in them. */
function isIteratorTag(tag: unknown): boolean {
  return typeof tag === 'string' && (apply(endsWith, tag, [' Iterator']) as boolean);
}

function isNativeFunction(value: unknown): boolean {
  return typeof value === 'function' && isNative(value);
}

/** `Object.prototype`, of any realm. */
function isRoot(prototype: object): boolean {
  return getPrototypeOf(prototype) === null;
}

function namesIn(text: string): SafeSet<string> {
  const names = new SafeSet<string>();
  for (const name of text.split(/\s+/)) names.add(name);
  return names;
}
