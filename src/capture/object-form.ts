import { classNameOf, isPlainPrototype } from './class-of.js';
import { finish, mostItems } from './container.js';
import { getPrototypeOf } from './intrinsics.js';
import type { Place } from './place.js';
import { ACCESSOR, type PropertyList, readProperties } from './property-list.js';
import { isSecretUnder } from './redaction.js';
import { bytesOf, describePrimitive, descriptionOf, quote } from './scalars.js';
import type { Walk } from './walk.js';

/** An object: itself where JSON can say it, `{"$":"object",…}` where not. */
export function describeObject(walk: Walk, place: Place): void {
  const prototype = getPrototypeOf(place.value);
  const properties = readProperties(place.value, mostItems(walk, Number.POSITIVE_INFINITY));
  const { length } = properties.keys;
  const isPlain = prototype !== null && isPlainPrototype(prototype);
  if (isPlain && !properties.isIrregular) {
    const written = addProperties(walk, properties);
    return finish(walk, place, { end: '}', written, length });
  }
  walk.write('{"$":"object"');
  if (!isPlain) walk.write(describePrototype(prototype));
  if (properties.hasSymbols) {
    const written = addEntries(walk, properties);
    finish(walk, place, { end: ']}', written, length });
  } else {
    walk.write(',"props":');
    place.base = '/props';
    const written = addProperties(walk, properties);
    finish(walk, place, { end: '}}', written, length });
  }
}

/** Adds `{"name":value,…` without the closing brace; says how many it added. */
export function addProperties(walk: Walk, { keys, values }: PropertyList): number {
  const { keyTexts } = walk.options.redaction;
  if (values.length === 0) walk.write('{');
  for (let index = 0; index < values.length; index++) {
    const key = keys[index] as string;
    const text = keyTexts.of(key);
    if (walk.spentLimit !== undefined || !walk.hasRoomFor(text.bytes)) {
      if (index === 0) walk.write('{');
      return index;
    }
    if (text.isSecretItself) redactWhole(walk, index);
    else {
      walk.write(index === 0 ? text.first : text.next, text.bytes);
      if (text.isSecret && isSecretUnder(text, values[index])) walk.redact(key);
      else describeProperty(walk, values[index], key);
    }
  }
  return values.length;
}

/** A property of which not even the name is written: another stands for it. */
function redactWhole(walk: Walk, index: number): void {
  const name = maskedName(index);
  walk.write(`${index === 0 ? '{' : ','}"${name}":`);
  walk.redact(name);
}

function maskedName(index: number): string {
  return `(redacted ${index})`;
}

/** A named value whose name is no secret. */
export function describeProperty(walk: Walk, value: unknown, key: string | number, step?: string): void {
  if (value === ACCESSOR) walk.passAccessor(key, step);
  else walk.describe(value, key, step);
}

/** As `addProperties`, `,"entries":[[key,value],…` for keys that are no names. */
function addEntries(walk: Walk, { keys, values }: PropertyList): number {
  const { redaction } = walk.options;
  walk.write(',"entries":[');
  for (let index = 0; index < values.length; index++) {
    const known = keys[index] as string | symbol;
    const isWhole = redaction.keyTexts.of(nameOf(known)).isSecretItself;
    const key = isWhole ? maskedName(index) : known;
    const text = typeof key === 'symbol' ? describePrimitive(key) : quote(key);
    const bytes = bytesOf(text);
    if (walk.spentLimit !== undefined || !walk.hasRoomFor(bytes)) return index;
    const name = nameOf(key);
    const step = `/entries/${index}/1`;
    walk.write(index === 0 ? '[' : ',[');
    walk.write(text, bytes);
    walk.write(',');
    if (isWhole || redaction.isSecretKey(name, values[index])) walk.redact(name, step);
    else describeProperty(walk, values[index], name, step);
    walk.write(']');
  }
  return values.length;
}

function nameOf(key: string | symbol): string {
  return typeof key === 'symbol' ? descriptionOf(key) : key;
}

function describePrototype(prototype: object | null): string {
  if (prototype === null) return ',"proto":null';
  const name = classNameOf(prototype);
  return name === undefined ? '' : `,"class":${quote(name)}`;
}
