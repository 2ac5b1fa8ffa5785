import { classOf, readData, readStack } from './class-of.js';
import { type CutReason, finish } from './container.js';
import { getOwnPropertyDescriptor, getPrototypeOf, hasOwn } from './intrinsics.js';
import { addProperties } from './object-form.js';
import type { Place } from './place.js';
import { readProperties } from './property-list.js';
import { quote } from './scalars.js';
import { type Piece, PieceList } from './text.js';
import type { Walk } from './walk.js';

/** What an error has by itself; all else that it was given stands in `props`. */
const OWN = new Set<string | symbol>(['message', 'stack', 'cause', 'errors']);

/** An error, or an object that inherits from one. */
export function describeError(walk: Walk, place: Place): readonly Piece[] {
  const error = place.value;
  const list = new PieceList();
  const name = readData(error, 'name');
  list.add(`{"$":"Error","name":${quote(typeof name === 'string' ? name : 'Error')},"message":`);
  list.add(walk.describe(textOf(readData(error, 'message')), '/message', 'message'));
  list.add(',"stack":');
  list.add(walk.describe(textOf(readStack(error)), '/stack', 'stack'));
  for (const key of ['cause', 'errors'] as const) {
    const descriptor = getOwnPropertyDescriptor(error, key);
    if (descriptor === undefined || !hasOwn(descriptor, 'value')) continue;
    list.add(`,"${key}":`);
    list.add(walk.describe(descriptor.value, `/${key}`, key));
  }
  const properties = readProperties(error, (key) => OWN.has(key) || typeof key === 'symbol');
  let cut: CutReason | undefined;
  if (properties.keys.length > 0) {
    list.add(',"props":');
    cut = addProperties(walk, list, properties, '/props');
    list.add('}');
  }
  const className = classOf(error, getPrototypeOf(error)).name;
  const end = className === undefined || className === name ? '}' : `,"class":${quote(className)}}`;
  return finish(walk, place, { list, end, cut, length: properties.keys.length });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
