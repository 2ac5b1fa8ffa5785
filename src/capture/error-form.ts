import { classNameOf } from './class-of.js';
import { finish, mostItems } from './container.js';
import { readMessage, readName, readStack } from './error-data.js';
import { getOwnPropertyDescriptor, getPrototypeOf, hasOwn } from './intrinsics.js';
import { addProperties, describeProperty } from './object-form.js';
import { LONGEST_NAME } from './own-data.js';
import { keysTo, type Place } from './place.js';
import { ACCESSOR, readNamed } from './property-list.js';
import { includes } from './safe-strings.js';
import { bytesOf, quote } from './scalars.js';
import { MASK } from './secret-placeholder.js';
import { cutString } from './string-cut.js';
import type { Walk } from './walk.js';

/** An error, or an object that inherits from one. */
export function describeError(walk: Walk, place: Place): void {
  const error = place.value;
  const name = shownName(walk, readName(error));
  const className = classNameOf(getPrototypeOf(error));
  const properties = readNamed(error, mostItems(walk, Number.POSITIVE_INFINITY), isKnown);
  const message = readMessage(error);
  const isLong = name.length > LONGEST_NAME;
  const nameText = isLong ? cutString(name, LONGEST_NAME, Number.POSITIVE_INFINITY) : quote(name);
  walk.write('{"$":"Error","name":');
  walk.write(nameText, bytesOf(nameText));
  describeMessage(walk, message);
  describeStack(walk, readStack(error) ?? '', message);
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

/** A name is always a text, also where a secret stands in it. */
function shownName({ options: { redaction } }: Walk, name: string): string {
  return redaction.hasNames && redaction.isSecretMessage(name) ? MASK : name;
}

function describeMessage(walk: Walk, message: unknown): void {
  const { redaction } = walk.options;
  walk.write(',"message":');
  const isSecret = typeof message === 'string' && redaction.hasNames && redaction.isSecretMessage(message);
  if (isSecret) walk.redactText('message', '/message');
  else describeProperty(walk, message, 'message', '/message');
}

/** It begins with the message: what was taken out of that must not stand here. The rest of it is kept. */
function describeStack(walk: Walk, stack: unknown, message: unknown): void {
  const { redaction } = walk.options;
  walk.write(',"stack":');
  const isSearched = typeof stack === 'string' && redaction.hasNames;
  const shown = isSearched ? redaction.maskMessage(stack) : stack;
  const isTold = isSearched && typeof message === 'string' && message !== '' && includes(stack, message);
  const isTakenOut =
    isTold && redaction.looksAtPaths && redaction.covers(keysTo(walk.parent, 'message'), message);
  if (shown === undefined || isTakenOut) walk.redactText('stack', '/stack');
  else describeProperty(walk, shown, 'stack', '/stack');
}

function addExtraProperties(walk: Walk, place: Place, properties: ReturnType<typeof readNamed>): number {
  walk.write(',"props":');
  place.base = '/props';
  const written = addProperties(walk, properties);
  walk.write('}');
  return written;
}
