import { classOf, isPlainPrototype } from './class-of.js';
import { type CutReason, describeItems, finish } from './container.js';
import { getPrototypeOf } from './intrinsics.js';
import { type Place, stepOf } from './place.js';
import { ACCESSOR, type PropertyList, readProperties } from './property-list.js';
import { describePrimitive, quote } from './scalars.js';
import { type Piece, PieceList } from './text.js';
import type { Walk } from './walk.js';

/** An object: itself where JSON can say it, `{"$":"object",…}` where not. */
export function describeObject(walk: Walk, place: Place): readonly Piece[] {
  const prototype = getPrototypeOf(place.value);
  const properties = readProperties(place.value);
  const list = new PieceList();
  const isPlain = prototype !== null && isPlainPrototype(prototype);
  if (isPlain && !properties.isIrregular) {
    const cut = addProperties(walk, list, properties, '');
    return finish(walk, place, { list, end: '}', cut, length: properties.keys.length });
  }
  list.add(`{"$":"object"${isPlain ? '' : describePrototype(place.value, prototype)}`);
  list.add(properties.hasSymbols ? ',"entries":' : ',"props":');
  const cut = properties.hasSymbols
    ? addEntries(walk, list, properties)
    : addProperties(walk, list, properties, '/props');
  const end = properties.hasSymbols ? ']}' : '}}';
  return finish(walk, place, { list, end, cut, length: properties.keys.length });
}

/** Adds `{"name":value,…` without the closing brace. */
export function addProperties(
  walk: Walk,
  list: PieceList,
  { keys, values }: PropertyList,
  base: string,
): CutReason | undefined {
  list.add('{');
  return describeItems(walk, keys.length, (index) => {
    const key = keys[index] as string;
    list.add(`${index === 0 ? '' : ','}${keyText(walk, key)}`);
    list.add(describeProperty(walk, values[index], `${base}${stepOf(key)}`, key));
  });
}

/** The descriptor of a named value, which is kept out when the name is a secret's. */
export function describeProperty(walk: Walk, value: unknown, step: string, key: string): Piece {
  if (walk.options.redaction.isSecretKey(key)) return walk.redact(step, 'key');
  if (value === ACCESSOR) return walk.lose(step, 'accessor', '{"$":"accessor"}');
  return walk.describe(value, step, key);
}

function addEntries(walk: Walk, list: PieceList, { keys, values }: PropertyList): CutReason | undefined {
  list.add('[');
  return describeItems(walk, keys.length, (index) => {
    const key = keys[index] as string | symbol;
    const name = typeof key === 'symbol' ? (key.description ?? '') : key;
    list.add(`${index === 0 ? '[' : ',['}${typeof key === 'symbol' ? describePrimitive(key) : quote(key)},`);
    list.add(describeProperty(walk, values[index], `/entries/${index}/1`, name));
    list.add(']');
  });
}

function describePrototype(value: object, prototype: object | null): string {
  if (prototype === null) return ',"proto":null';
  const { name } = classOf(value, prototype);
  return name === undefined ? '' : `,"class":${quote(name)}`;
}

function keyText(walk: Walk, key: string): string {
  const text = `${quote(key)}:`;
  walk.budget.spendText(text.length);
  return text;
}
