import { PassThrough } from 'node:stream';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { Failure, Point } from './known-classes.js';
import type { ValueBuilder } from './value-builder.js';

/** What a value is made of: plain data, so that a failure can be read, and a value be made again. */
export type Recipe = readonly [form: string, data: unknown];

/** A kind of values: what its recipes may say, and how a value is made by one. */
export interface Form {
  readonly data: fc.Arbitrary<unknown>;
  build(data: unknown, builder: ValueBuilder): unknown;
}

type Forms = Readonly<Record<string, Form>>;
type Pairs = readonly (readonly [Recipe, Recipe])[];
type Props = readonly (readonly [string, Recipe])[];

const SYMBOLS = fc.oneof(
  fc.record({ description: fc.option(fc.string({ maxLength: 4 }), { nil: undefined }) }),
  fc.record({ registered: fc.string({ maxLength: 4 }) }),
  fc.record({ known: fc.constantFrom<'iterator' | 'toStringTag'>('iterator', 'toStringTag') }),
);

/** Any 16-bit units, halves of characters included; some long, some that JSON escapes. */
export const TEXTS = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc
    .array(fc.integer({ max: 0xffff, min: 0 }), { maxLength: 6 })
    .map((units) => String.fromCharCode(...units)),
  fc.constantFrom('long'.repeat(500), '\n"'.repeat(300)),
  fc.constantFrom('', '\ud800', 'a\udc00\ud800b', '\u2028"\\', '\u0000'.repeat(30), 'ü€😀'.repeat(9)),
);

/** Names that mean something to JavaScript, to the format, or to the redaction. */
const SPECIAL_KEYS = [
  '',
  '$',
  '$x',
  '__proto__',
  'constructor',
  'head',
  'name',
  'length',
  'path',
  'props',
  'then',
  'toJSON',
  'value',
  '0',
  '1',
  '4294967295',
  '-0',
  'a/b~c',
  'password',
  'api-Key',
];

export const KEYS = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('a', 'b', 'c', 'x', 'y') },
  { weight: 2, arbitrary: fc.constantFrom(...SPECIAL_KEYS) },
  { weight: 1, arbitrary: TEXTS },
);

const PRIMITIVES: Forms = {
  primitive: form(
    fc.oneof(
      TEXTS,
      fc.boolean(),
      fc.constantFrom(null, undefined),
      fc.integer(),
      fc.double(),
      fc.constantFrom(-0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, 1e21),
      fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
    ),
    (value) => value,
  ),
  symbol: form(SYMBOLS, symbolOf),
};

const LEAVES: Forms = {
  date: form(
    fc.oneof(fc.integer(), fc.constantFrom(Number.NaN, -8.64e15, 8.64e15, -7e13)),
    (time, { remember }) => remember(new Date(time)),
  ),
  regexp: form(
    fc.record({
      source: fc.constantFrom('a', '', '/"\\\\', '[\\]x]', '\n', '(?<n>ü)', '😀'),
      flags: fc.constantFrom('', 'g', 'dgimsuy', 'v'),
      lastIndex: fc.constantFrom(0, 3, -1, 0.5),
    }),
    ({ source, flags, lastIndex }, { remember }) =>
      remember(Object.assign(new RegExp(source, flags), { lastIndex })),
  ),
  url: form(fc.webUrl({ withQueryParameters: true, withFragments: true }), (text, { remember }) =>
    remember(new URL(text)),
  ),
  'search parameters': form(
    fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 3 }),
    (pairs, { remember }) => remember(new URLSearchParams(pairs)),
  ),
  boxed: form(
    fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.bigInt(), fc.constantFrom(-0, Symbol.for('boxed'))),
    (primitive, { remember }) => remember(Object(primitive) as object),
  ),
  'typed array': form(
    fc.record({
      name: fc.constantFrom(
        'Int8Array',
        'Uint8Array',
        'Uint8ClampedArray',
        'Int16Array',
        'Uint16Array',
        'Int32Array',
        'Uint32Array',
        'Float32Array',
        'Float64Array',
        'BigInt64Array',
        'BigUint64Array',
        'DataView',
      ),
      bytes: fc.uint8Array({ maxLength: 40 }),
      /** In items. */
      offset: fc.nat({ max: 2 }),
      length: fc.option(fc.nat({ max: 4 }), { nil: undefined }),
      memory: fc.constantFrom('plain', 'shared', 'growable', 'shrunk'),
    }),
    typedArrayOf,
  ),
  buffer: form(
    fc.record({ bytes: fc.uint8Array({ maxLength: 24 }), isPooled: fc.boolean(), from: fc.nat({ max: 4 }) }),
    ({ bytes, isPooled, from }, { remember }) =>
      remember((isPooled ? Buffer.from(bytes) : Buffer.from(bytes.slice().buffer)).subarray(from)),
  ),
  memory: form(
    fc.record({
      bytes: fc.uint8Array({ maxLength: 24 }),
      kind: fc.constantFrom('plain', 'shared', 'detached'),
    }),
    memoryOf,
  ),
  'class of Map, Set or Date with its own methods': form(
    fc.constantFrom('Map', 'Set', 'Date', 'RegExp', 'Uint8Array'),
    overridden,
  ),
};

/** What cannot come back. */
const LOST: Forms = {
  function: form(
    fc.record({
      kind: fc.constantFrom('arrow', 'class', 'async', 'generator', 'bound', 'native'),
      name: TEXTS,
    }),
    functionOf,
  ),
  proxy: form(fc.constantFrom('object', 'array', 'function', 'date', 'revoked'), proxyOf),
  host: form(
    fc.constantFrom(
      'promise',
      'weak map',
      'weak set',
      'weak ref',
      'stream',
      'abort signal',
      'generator',
      'iterator',
    ),
    (kind, { remember }) => remember((HOST_OBJECTS[kind] ?? Object)()),
  ),
};

const HOST_OBJECTS: Readonly<Record<string, () => object>> = {
  promise: () => Promise.resolve(1),
  'weak map': () => new WeakMap(),
  'weak set': () => new WeakSet(),
  'weak ref': () => new WeakRef({}),
  stream: () => new PassThrough(),
  'abort signal': () => new AbortController().signal,
  generator: () => (function* () {})(),
  iterator: () => new Map().entries(),
};

/** All forms of values; `inner` makes the recipes of what they contain. */
export function formsAround(inner: fc.Arbitrary<Recipe>): Forms {
  const few = { maxLength: 4 };
  const pairs: fc.Arbitrary<Pairs> = fc.array(fc.tuple(inner, inner), few);
  const items = fc.array(inner, few);
  const props: fc.Arbitrary<Props> = fc.array(fc.tuple(KEYS, inner), few);
  return {
    ...PRIMITIVES,
    ...LEAVES,
    ...LOST,
    /** An object that was met before: the same once more, or a cycle. */
    again: form(fc.nat({ max: 20 }), (index, builder) => builder.metBefore(index)),
    numbers: form(fc.nat({ max: 300 }), (length, { remember }) =>
      remember(Array.from({ length }, (_, index) => index)),
    ),
    array: form(items, (recipes, builder) => builder.fill(builder.remember([]), recipes)),
    'sparse array': form(
      fc.record({
        items: fc.array(fc.tuple(fc.constantFrom(0, 1, 2, 5, 4_294_967_294), inner), few),
        length: fc.option(fc.constantFrom(3, 7, 4_294_967_295), { nil: undefined }),
        props: fc.array(
          fc.tuple(fc.constantFrom('index', '-1', '1.5', '4294967295', '$', 'password'), inner),
          few,
        ),
      }),
      sparseArrayOf,
    ),
    object: form(
      fc.record({
        props,
        symbols: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.array(fc.tuple(SYMBOLS, inner), few)),
        prototype: fc.oneof(
          { weight: 4, arbitrary: fc.constant('plain') },
          fc.constantFrom('null', 'class', 'another realm', 'proxy', 'inherited getters'),
        ),
        accessors: fc.oneof(
          { weight: 4, arbitrary: fc.constant([]) },
          fc.array(fc.constantFrom('getter', 'toJSON', 'then', 'hidden'), few),
        ),
        isFrozen: fc.boolean(),
      }),
      objectOf,
    ),
    map: form(pairs, (recipes, builder) => {
      const map = builder.remember(new Map<unknown, unknown>());
      for (const [key, value] of recipes) map.set(builder.build(key), builder.build(value));
      return map;
    }),
    set: form(items, (recipes, builder) => {
      const set = builder.remember(new Set<unknown>());
      for (const recipe of recipes) set.add(builder.build(recipe));
      return set;
    }),
    error: form(
      fc.record({
        kind: fc.constantFrom(
          'Error',
          'RangeError',
          'AggregateError',
          'Failure',
          'DOMException',
          'without message',
        ),
        message: TEXTS,
        name: fc.option(TEXTS, { nil: undefined }),
        cause: fc.option(inner, { nil: undefined }),
        errors: fc.option(inner, { nil: undefined }),
        props,
        stack: fc.constantFrom('as it is', 'own text', 'accessor', 'none', 'object'),
      }),
      errorOf,
    ),
    'deep nesting': form(
      fc.record({ levels: fc.integer({ min: 1, max: 90 }), inner }),
      ({ levels, inner }, builder) => {
        let value = builder.build(inner);
        for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
        return value;
      },
    ),
  };
}

function form<Data>(data: fc.Arbitrary<Data>, build: (data: Data, builder: ValueBuilder) => unknown): Form {
  return { data, build: build as Form['build'] }; // only what `data` made is handed to it
}

function symbolOf(data: {
  description?: string | undefined;
  registered?: string;
  known?: 'iterator' | 'toStringTag';
}) {
  if (data.known !== undefined) return Symbol[data.known];
  return data.registered === undefined ? Symbol(data.description) : Symbol.for(data.registered);
}

interface TypedArrayData {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly length: number | undefined;
  readonly memory: string;
}

type ViewClass = new (memory: ArrayBufferLike, offset?: number, length?: number) => ArrayBufferView;
type ResizableClass = new (
  length: number,
  options: { maxByteLength: number },
) => ArrayBuffer & { resize(to: number): void };

function typedArrayOf(
  { name, bytes, offset, length, memory }: TypedArrayData,
  { remember }: ValueBuilder,
): object {
  const View = (globalThis as unknown as Record<string, ViewClass>)[name] ?? DataView;
  const { BYTES_PER_ELEMENT: itemSize = 1 } = View as { BYTES_PER_ELEMENT?: number };
  const size = Math.ceil((bytes.length + 1) / itemSize + 2) * itemSize;
  const isResizable = memory === 'growable' || memory === 'shrunk';
  const buffer = isResizable
    ? new (ArrayBuffer as unknown as ResizableClass)(size, { maxByteLength: 2 * size + 8 })
    : new (memory === 'shared' ? SharedArrayBuffer : ArrayBuffer)(size);
  new Uint8Array(buffer).set(bytes);
  const room = size / itemSize - offset;
  const view = new View(buffer, offset * itemSize, length === undefined ? undefined : Math.min(length, room));
  if (memory === 'growable') (buffer as InstanceType<ResizableClass>).resize(2 * size);
  if (memory === 'shrunk') (buffer as InstanceType<ResizableClass>).resize(itemSize);
  return remember(view);
}

function memoryOf({ bytes, kind }: { bytes: Uint8Array; kind: string }, { remember }: ValueBuilder): object {
  const memory = new (kind === 'shared' ? SharedArrayBuffer : ArrayBuffer)(bytes.length);
  new Uint8Array(memory).set(bytes);
  if (kind === 'detached') structuredClone(memory, { transfer: [memory as ArrayBuffer] });
  return remember(memory);
}

function overridden(name: string, { remember, tripwire }: ValueBuilder): object {
  const Base = (globalThis as unknown as Record<string, new () => object>)[name] ?? Map;
  const Sub = class extends Base {};
  for (const key of Reflect.ownKeys(Base.prototype)) {
    if (key !== 'constructor')
      Object.defineProperty(Sub.prototype, key, { get: tripwire, configurable: true });
  }
  return remember(new Sub());
}

function functionOf({ kind, name }: { kind: string; name: string }): unknown {
  const named = { [name]: () => {} }[name] ?? (() => {});
  if (kind === 'class') return Object.defineProperty(class {}, 'name', { value: name });
  if (kind === 'async') return async () => {};
  if (kind === 'generator') return function* () {};
  if (kind === 'native') return Math.max;
  return kind === 'bound' ? named.bind(null) : named;
}

function proxyOf(kind: string, { traps }: ValueBuilder): object {
  if (kind === 'function') return new Proxy(() => {}, traps);
  const target = kind === 'array' ? [1] : kind === 'date' ? new Date(0) : { a: 1 };
  const { proxy, revoke } = Proxy.revocable<object>(target, traps);
  if (kind === 'revoked') revoke();
  return proxy;
}

interface SparseArrayData {
  readonly items: readonly (readonly [number, Recipe])[];
  readonly length: number | undefined;
  readonly props: Props;
}

function sparseArrayOf({ items, length, props }: SparseArrayData, builder: ValueBuilder): unknown[] {
  const array = builder.remember<unknown[]>([]);
  for (const [index, recipe] of items) array[index] = builder.build(recipe);
  if (length !== undefined && length > array.length) array.length = length;
  builder.addProps(array, props);
  return array;
}

interface ObjectData {
  readonly props: Props;
  readonly symbols: readonly (readonly [Parameters<typeof symbolOf>[0], Recipe])[];
  readonly prototype: string;
  readonly accessors: readonly string[];
  readonly isFrozen: boolean;
}

function objectOf(
  { props, symbols, prototype, accessors, isFrozen }: ObjectData,
  builder: ValueBuilder,
): object {
  const object = builder.remember(emptyObject(prototype, builder));
  builder.addProps(object, props);
  for (const [symbol, recipe] of symbols) builder.addOwn(object, symbolOf(symbol), builder.build(recipe));
  for (const name of accessors) addHook(object, name, builder);
  return isFrozen ? Object.freeze(object) : object;
}

function emptyObject(prototype: string, { traps, tripwire }: ValueBuilder): object {
  if (prototype === 'null') return Object.create(null);
  if (prototype === 'class') return new Point(1, -0);
  if (prototype === 'another realm') return runInNewContext('({})');
  if (prototype === 'proxy') return Object.create(new Proxy({}, traps));
  if (prototype !== 'inherited getters') return {};
  const hooks = ['toJSON', 'then', 'constructor', Symbol.toStringTag, Symbol.iterator, Symbol.toPrimitive];
  const getters = hooks.map((key) => [key, { get: tripwire, set: tripwire }] as const);
  return Object.create(Object.create(null, Object.fromEntries(getters)));
}

function addHook(object: object, name: string, { tripwire }: ValueBuilder): void {
  if (name === 'hidden') Object.defineProperty(object, 'unseen', { value: 1, enumerable: false });
  else if (name === 'getter') {
    Object.defineProperty(object, 'lazy', { get: tripwire, enumerable: true, configurable: true });
    Object.defineProperty(object, 'written', { set: tripwire, enumerable: true, configurable: true });
  } else Object.defineProperty(object, name, { value: tripwire, enumerable: true, configurable: true });
}

interface ErrorData {
  readonly kind: string;
  readonly message: string;
  readonly name: string | undefined;
  readonly cause: Recipe | undefined;
  readonly errors: Recipe | undefined;
  readonly props: Props;
  readonly stack: string;
}

function errorOf(
  { kind, message, name, cause, errors, props, stack }: ErrorData,
  builder: ValueBuilder,
): Error {
  const error = builder.remember(emptyError(kind, message));
  if (name !== undefined && kind !== 'DOMException') builder.hide(error, 'name', name);
  if (cause !== undefined) builder.hide(error, 'cause', builder.build(cause));
  if (errors !== undefined) builder.hide(error, 'errors', builder.build(errors));
  builder.addProps(
    error,
    props.filter(([key]) => !['message', 'stack', 'cause', 'errors', 'name'].includes(key)),
  );
  if (stack === 'own text') builder.hide(error, 'stack', `${message}\n    at here`);
  if (stack === 'object') builder.hide(error, 'stack', [message]);
  if (stack === 'none') Reflect.deleteProperty(error, 'stack');
  if (stack === 'accessor') Object.defineProperty(error, 'stack', { get: builder.tripwire });
  return error;
}

function emptyError(kind: string, message: string): Error {
  if (kind === 'DOMException') return new DOMException(message, 'AbortError');
  if (kind === 'AggregateError') return new AggregateError([], message);
  if (kind === 'RangeError') return new RangeError(message);
  if (kind === 'Failure') return new Failure(message);
  return kind === 'without message' ? new Error() : new Error(message);
}
