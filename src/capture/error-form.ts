import { classNameOf } from './class-of.js';
import { finish, mostItems } from './container.js';
import { readMessage, readName, readStack } from './error-data.js';
import { getOwnPropertyDescriptor, getPrototypeOf, hasOwn } from './intrinsics.js';
import { addProperties, describeProperty } from './object-form.js';
import { LONGEST_NAME } from './own-data.js';
import type { Place } from './place.js';
import { ACCESSOR, readNamed } from './property-list.js';
import { bytesOf, quote } from './scalars.js';
import { cutString } from './string-cut.js';
import type { Walk } from './walk.js';

/** An error, or an object that inherits from one. */
export function describeError(walk: Walk, place: Place): void {
  const error = place.value;
  const name = readName(error);
  const className = classNameOf(getPrototypeOf(error));
  const properties = readNamed(error, mostItems(walk, Number.POSITIVE_INFINITY), isKnown);
  const isLong = name.length > LONGEST_NAME;
  const shownName = isLong ? cutString(name, LONGEST_NAME, Number.POSITIVE_INFINITY) : quote(name);
  walk.write('{"$":"Error","name":');
  walk.write(shownName, bytesOf(shownName));
  describeOwn(walk, 'message', readMessage(error));
  describeOwn(walk, 'stack', readStack(error) ?? '');
  describeOwn(walk, 'cause', ownValue(error, 'cause'));
  describeOwn(walk, 'errors', ownValue(error, 'errors'));
  const { length } = properties.keys;
  const written = length === 0 ? 0 : addExtraProperties(walk, place, properties);
  if (className !== undefined && className !== name) walk.write(`,"class":${quote(className)}`);
  finish(walk, place, { end: '}', written, length });
  if (isLong && !place.isCut) walk.cut(place, 'string', name.length);
}

/** What an error has by itself; all else that it was given stands in `props`. */
function isKnown(name: string): boolean {
  return name === 'message' || name === 'stack' || name === 'cause' || name === 'errors';
}

const ABSENT = Symbol('absent');

function ownValue(error: object, key: string): unknown {
  const descriptor = getOwnPropertyDescriptor(error, key);
  if (descriptor === undefined) return ABSENT;
  return hasOwn(descriptor, 'value') ? descriptor.value : ACCESSOR;
}

function describeOwn(walk: Walk, key: string, value: unknown): void {
  if (value === ABSENT) return;
  walk.write(`,"${key}":`);
  describeProperty(walk, value, key, `/${key}`);
}

function addExtraProperties(walk: Walk, place: Place, properties: ReturnType<typeof readNamed>): number {
  walk.write(',"props":');
  place.base = '/props';
  const written = addProperties(walk, properties);
  walk.write('}');
  return written;
}
