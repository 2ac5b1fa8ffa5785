import { readMessage, readName } from '../capture/error-data.js';
import { ACCESSOR } from '../capture/property-list.js';
import { NotCaptured } from '../model/not-captured.js';
import type { Step } from './value-path.js';

/** Stands where one of two values has nothing. */
export const ABSENT = Symbol('absent');

/** What two containers have at one place. */
export interface Pair {
  readonly step: Step;
  readonly recorded: unknown;
  readonly actual: unknown;
}

const ERROR_PARTS = ['cause', 'errors'] as const;
const NOT_IN_PROPERTIES: ReadonlySet<string> = new Set(['message', 'stack', ...ERROR_PARTS]);
const NEVER_CALLED = new NotCaptured('accessor', 'never called');

/** The own enumerable properties of two objects: in the recorded one's order, then what only the actual one has. */
export function* propertyPairs(recorded: object, actual: object): Generator<Pair> {
  yield* keyedPairs(propertiesOf(recorded), propertiesOf(actual));
}

/** The items that both arrays have room for, holes included, then further properties. */
export function* itemPairs(recorded: readonly unknown[], actual: readonly unknown[]): Generator<Pair> {
  const length = Math.min(recorded.length, actual.length);
  if (isDense(recorded) && isDense(actual)) {
    for (let step = 0; step < length; step++) {
      const pair = { step, recorded: ownValue(recorded, step), actual: ownValue(actual, step) };
      if (!isSamePrimitive(pair)) yield pair;
    }
    return;
  }
  for (const pair of keyedPairs(propertiesOf(recorded), propertiesOf(actual))) {
    const index = Number(pair.step);
    const isIndex = String(index >>> 0) === pair.step;
    if (!isIndex || index < length) yield isIndex ? { ...pair, step: index } : pair;
  }
}

/** Name and message of two errors, then what else they have, but for the stack: that tells where, not what. */
export function* errorPairs(recorded: object, actual: object): Generator<Pair> {
  yield { step: 'name', recorded: readName(recorded), actual: readName(actual) };
  yield { step: 'message', recorded: shown(readMessage(recorded)), actual: shown(readMessage(actual)) };
  for (const step of ERROR_PARTS) {
    const pair = { step, recorded: ownValue(recorded, step), actual: ownValue(actual, step) };
    if (pair.recorded !== ABSENT || pair.actual !== ABSENT) yield pair;
  }
  for (const pair of propertyPairs(recorded, actual)) {
    if (typeof pair.step !== 'string' || !(NOT_IN_PROPERTIES.has(pair.step) || pair.step === 'name'))
      yield pair;
  }
}

type Keyed = Map<unknown, { readonly step: Step; readonly value: unknown }>;

function* keyedPairs(recorded: Keyed, actual: Keyed): Generator<Pair> {
  for (const [key, { step, value }] of recorded) {
    const other = actual.get(key);
    const pair = { step, recorded: value, actual: other === undefined ? ABSENT : other.value };
    if (!isSamePrimitive(pair)) yield pair;
  }
  for (const [key, { step, value }] of actual) {
    if (!recorded.has(key)) yield { step, recorded: ABSENT, actual: value };
  }
}

/** By name; symbols that are not registered come back as others, and are told by what they are called and their order. */
function propertiesOf(object: object): Keyed {
  const keyed: Keyed = new Map();
  const counts = new Map<string, number>();
  for (const key of Object.keys(object)) keyed.set(key, { step: key, value: ownValue(object, key) });
  for (const symbol of Object.getOwnPropertySymbols(object)) {
    if (Object.getOwnPropertyDescriptor(object, symbol)?.enumerable !== true) continue;
    const name = String(symbol);
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    const key = Symbol.keyFor(symbol) === undefined ? `${name}\n${count}` : symbol;
    keyed.set(key, { step: symbol, value: ownValue(object, symbol) });
  }
  return keyed;
}

function ownValue(object: object, key: PropertyKey): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(object, key);
  if (descriptor === undefined) return ABSENT;
  return Object.hasOwn(descriptor, 'value') ? descriptor.value : NEVER_CALLED;
}

function shown(message: unknown): unknown {
  return message === ACCESSOR ? NEVER_CALLED : message;
}

function isDense(array: readonly unknown[]): boolean {
  return (
    Object.keys(array).length === array.length &&
    (array.length === 0 || Object.hasOwn(array, array.length - 1))
  );
}

/** Most values are, and cost nothing more then. */
function isSamePrimitive({ recorded, actual }: Pair): boolean {
  return (
    Object.is(recorded, actual) &&
    (typeof recorded !== 'object' || recorded === null) &&
    typeof recorded !== 'function'
  );
}
