import { binaryOf } from '../handlers/binary.js';
import type { HandlerClass } from '../handlers/handler.js';
import { classOf, type ValueKind } from './class-of.js';
import { getPrototypeOf, isArray } from './intrinsics.js';
import type { Place } from './place.js';
import {
  describeBoxed,
  describeDate,
  describeRegExp,
  describeUrl,
  describeUrlSearchParams,
  quote,
} from './scalars.js';
import type { Piece } from './text.js';
import type { Walk } from './walk.js';

const DESCRIBE: Partial<Record<ValueKind, (value: object) => string>> = {
  boxed: describeBoxed,
  date: describeDate,
  regexp: describeRegExp,
  url: describeUrl,
  urlsearchparams: describeUrlSearchParams,
};

/** The text or sidecar of an object that contains nothing which is written down; `undefined` for a container. */
export function describeLeaf(walk: Walk, place: Place): Piece | undefined {
  const { value } = place;
  const handler = walk.options.registry.find(value);
  if (handler !== undefined) return describeHandled(walk, place, handler);
  const prototype = getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null || isArray(value)) return undefined;
  const binary = binaryOf(value);
  if (binary !== undefined)
    return walk.files.addBinary(binary, place) ?? cutBinary(walk, place, binary.byteLength);
  const { kind, name } = classOf(value, prototype);
  if (kind === 'opaque') {
    return walk.lose(place.step, 'opaque', `{"$":"opaque","class":${quote(name ?? 'Object')}}`);
  }
  return describeBranded(DESCRIBE[kind], value);
}

/** A handler that cannot take a value costs that value alone. */
function describeHandled(walk: Walk, place: Place, handler: HandlerClass): Piece {
  try {
    return walk.files.addHandled(handler, place);
  } catch (error) {
    walk.options.registry.onError(error);
    return walk.lose(place.step, 'opaque', `{"$":"opaque","class":${quote(handler.name)}}`);
  }
}

/** An object that only inherits from a built-in class lacks its slots: it is written as any other object. */
function describeBranded(
  describe: ((value: object) => string) | undefined,
  value: object,
): string | undefined {
  try {
    return describe?.(value);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function cutBinary(walk: Walk, place: Place, byteLength: number): string {
  return walk.lose(place.step, 'truncated', `{"$":"truncated","reason":"bytes","length":${byteLength}}`);
}
