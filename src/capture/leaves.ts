import { types } from 'node:util';
import { binaryOf } from '../handlers/binary.js';
import type { HandlerClass } from '../handlers/handler.js';
import { kindOf, opaqueNameOf } from './class-of.js';
import {
  apply,
  getPrototypeOf,
  isArray,
  regExpSource,
  replaceAll,
  unboxers,
  urlHref,
  urlSearchParamsToString,
} from './intrinsics.js';
import type { Place } from './place.js';
import {
  describeBoxed,
  describeDate,
  describeRegExp,
  describeUrl,
  describeUrlSearchParams,
  quote,
} from './scalars.js';
import type { Walk } from './walk.js';

const { isStringObject } = types;

/** Writes an object that contains nothing which is written down; `false` for a container. */
export function describeLeaf(walk: Walk, place: Place): boolean {
  const { value } = place;
  const handler = walk.options.registry.find(value);
  if (handler !== undefined) return describeHandled(walk, place, handler);
  const prototype = getPrototypeOf(value);
  if (prototype === Object.prototype || isArray(value)) return false;
  const kind = kindOf(value, prototype);
  const binary = kind === 'opaque' || kind === 'object' ? binaryOf(value) : undefined;
  if (binary !== undefined) return describeBinary(walk, place, binary);
  if (kind === 'opaque') {
    const text = `{"$":"opaque","class":${quote(opaqueNameOf(value, prototype))}}`;
    return lose(walk, place, { text, why: 'opaque' });
  }
  const text = textOf(kind, value);
  if (text === undefined) return false;
  const { redaction } = walk.options;
  const isSecret = redaction.hasNames && redaction.isSecretText(searchedText(kind, value));
  if (isSecret) walk.loseText(place.key, place.ownStep);
  else walk.writeLeaf(text, place.key, place.ownStep);
  return true;
}

/** The text within an object that `textOf` describes, as far as it is the program's own. */
function searchedText(kind: ReturnType<typeof kindOf>, value: object): string {
  switch (kind) {
    case 'url':
      return apply(urlHref, value, []) as string;
    case 'urlsearchparams':
      return `?${apply(urlSearchParamsToString, value, [])}`;
    case 'regexp':
      return apply(replaceAll, apply(regExpSource, value, []), ['\\/', '/']) as string;
    case 'boxed':
      return isStringObject(value) ? (apply(unboxers.string, value, []) as string) : '';
    default:
      return '';
  }
}

function textOf(kind: ReturnType<typeof kindOf>, value: object): string | undefined {
  switch (kind) {
    case 'date':
      return describeDate(value);
    case 'regexp':
      return describeRegExp(value);
    case 'boxed':
      return describeBoxed(value);
    case 'url':
      return describeUrl(value);
    case 'urlsearchparams':
      return describeUrlSearchParams(value);
    default:
      return undefined;
  }
}

/** A handler that cannot take a value costs that value alone. */
function describeHandled(walk: Walk, place: Place, handler: HandlerClass): boolean {
  try {
    walk.writeSidecar(walk.files.addHandled(handler, place));
    return true;
  } catch (error) {
    walk.options.registry.onError(error);
    const text = `{"$":"opaque","class":${quote(handler.name)}}`;
    return lose(walk, place, { text, why: 'handler' });
  }
}

function describeBinary(walk: Walk, place: Place, binary: NonNullable<ReturnType<typeof binaryOf>>): boolean {
  const sidecar = walk.files.addBinary(binary, place);
  if (sidecar === undefined) {
    const text = `{"$":"truncated","reason":"bytes","length":${binary.byteLength}}`;
    return lose(walk, place, { text, why: 'truncated (bytes)' });
  }
  walk.writeSidecar(sidecar);
  return true;
}

function lose(walk: Walk, { key, ownStep }: Place, { text, why }: { text: string; why: string }): true {
  walk.lose(text, why, key, ownStep);
  return true;
}
