import { ABSENT, type Pair } from './contents.js';

/** The entries of two Maps: those with primitive keys by key, the others by their order. */
export function* entryPairs(
  recorded: ReadonlyMap<unknown, unknown>,
  actual: ReadonlyMap<unknown, unknown>,
): Generator<Pair> {
  const [before, after] = [splitEntries(recorded), splitEntries(actual)];
  for (const [key, value] of before.byKey) {
    const other = after.byKey.has(key) ? after.byKey.get(key) : ABSENT;
    yield { step: { access: `.get(${keyText(key)})` }, recorded: value, actual: other };
  }
  for (const [key, value] of after.byKey) {
    if (!before.byKey.has(key))
      yield { step: { access: `.get(${keyText(key)})` }, recorded: ABSENT, actual: value };
  }
  const most = Math.max(before.others.length, after.others.length);
  for (let at = 0; at < most; at++) {
    const [[key, value] = [ABSENT, ABSENT], [otherKey, other] = [ABSENT, ABSENT]] = [
      before.others[at],
      after.others[at],
    ];
    yield { step: { access: `.keys()[${at}]` }, recorded: key, actual: otherKey };
    if (key !== ABSENT && otherKey !== ABSENT) {
      yield { step: { access: `.values()[${at}]` }, recorded: value, actual: other };
    }
  }
}

/** The values of two Sets: primitive ones by themselves, the others by their order. */
export function* memberPairs(recorded: ReadonlySet<unknown>, actual: ReadonlySet<unknown>): Generator<Pair> {
  const asMap = (set: ReadonlySet<unknown>) => new Map(Array.from(setValues(set), (value) => [value, value]));
  for (const pair of entryPairs(asMap(recorded), asMap(actual))) {
    const { access } = pair.step as { access: string }; // entries have no other steps
    if (access.startsWith('.values()')) continue;
    yield { ...pair, step: { access: access.replace(/^\.get/, '.has').replace(/^\.keys/, '.values') } };
  }
}

/** Whether the primitive keys that two Maps or Sets have in common come in another order. */
export function haveOtherOrder(recorded: Iterable<unknown>, actual: Iterable<unknown>): boolean {
  const [before, after] = [primitivesOf(recorded), primitivesOf(actual)];
  const common = [...before].filter((key) => after.has(key));
  let at = 0;
  for (const key of after) if (before.has(key) && !Object.is(common[at++], key)) return true;
  return false;
}

/** The keys of a Map that may be of a subclass with an iterator of its own. */
export function mapKeys(map: ReadonlyMap<unknown, unknown>): Iterable<unknown> {
  return Map.prototype.keys.call(map);
}

/** The same of a Set. */
export function setValues(set: ReadonlySet<unknown>): Iterable<unknown> {
  return Set.prototype.values.call(set);
}

function splitEntries(map: ReadonlyMap<unknown, unknown>) {
  const byKey = new Map<unknown, unknown>();
  const others: Array<readonly [unknown, unknown]> = [];
  for (const [key, value] of Map.prototype.entries.call(map)) {
    if (isPrimitive(key)) byKey.set(key, value);
    else others.push([key, value]);
  }
  return { byKey, others };
}

function primitivesOf(keys: Iterable<unknown>): Set<unknown> {
  const primitives = new Set<unknown>();
  for (const key of keys) if (isPrimitive(key)) primitives.add(key);
  return primitives;
}

/** Symbols that are not registered are not the same when they come back, so they are no keys to find anything by. */
function isPrimitive(value: unknown): boolean {
  if (typeof value === 'symbol') return Symbol.keyFor(value) !== undefined;
  return (typeof value !== 'object' || value === null) && typeof value !== 'function';
}

function keyText(key: unknown): string {
  if (typeof key === 'string') return JSON.stringify(key);
  return typeof key === 'bigint' ? `${key}n` : String(key);
}
