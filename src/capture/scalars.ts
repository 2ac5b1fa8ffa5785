import { types } from 'node:util';
import {
  apply,
  dateGetTime,
  dateToIsoString,
  getOwnPropertyDescriptor,
  is,
  keyFor,
  regExpFlags,
  regExpSource,
  stringify,
  symbolDescription,
  unboxers,
  urlHref,
  urlSearchParamsToString,
} from './intrinsics.js';

/** Up to this length, looking at each character is cheaper than a call of the engine. */
const SHORT = 24;

/** A string as JSON text. No regular expression: that would change `RegExp.lastMatch` under the program. */
export function quote(text: string): string {
  return text.length <= SHORT && isSimple(text) ? `"${text}"` : stringify(text);
}

function isSimple(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x22 || code === 0x5c || code >= 0xd800) return false;
  }
  return true;
}

/** The descriptor of a primitive other than a string; `undefined` for what is none. */
export function describePrimitive(value: unknown): string | undefined {
  switch (typeof value) {
    case 'number':
      return describeNumber(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'undefined':
      return '{"$":"undefined"}';
    case 'bigint':
      return `{"$":"bigint","value":"${value}"}`;
    case 'symbol':
      return describeSymbol(value);
    default:
      return value === null ? 'null' : undefined;
  }
}

/** @throws TypeError for an object that has a date's prototype but is none; the same for those below */
export function describeDate(value: object): string {
  const time = apply(dateGetTime, value, []) as number;
  return time !== time
    ? '{"$":"Date","value":null}'
    : `{"$":"Date","value":"${apply(dateToIsoString, value, [])}"}`;
}

export function describeRegExp(value: object): string {
  const source = apply(regExpSource, value, []) as string;
  const flags = regExpFlags.filter(({ isSet }) => apply(isSet, value, [])).map(({ letter }) => letter);
  const lastIndex = getOwnPropertyDescriptor(value, 'lastIndex')?.value;
  const position =
    typeof lastIndex === 'number' && lastIndex !== 0 ? `,"lastIndex":${describeNumber(lastIndex)}` : '';
  return `{"$":"RegExp","source":${quote(source)},"flags":"${flags.join('')}"${position}}`;
}

export function describeUrl(value: object): string {
  return `{"$":"URL","value":${quote(apply(urlHref, value, []) as string)}}`;
}

export function describeUrlSearchParams(value: object): string {
  return `{"$":"URLSearchParams","value":${quote(apply(urlSearchParamsToString, value, []) as string)}}`;
}

export function describeBoxed(value: object): string {
  const primitive = unbox(value);
  const text = typeof primitive === 'string' ? quote(primitive) : describePrimitive(primitive);
  return `{"$":"boxed","value":${text}}`;
}

function describeNumber(value: number): string {
  if (is(value, -0)) return '{"$":"number","value":"-0"}';
  return value - value === 0 ? `${value}` : `{"$":"number","value":"${value}"}`;
}

function describeSymbol(value: symbol): string {
  const description = apply(symbolDescription, value, []) as string | undefined;
  const text = description === undefined ? '' : `,"description":${quote(description)}`;
  return `{"$":"symbol"${text},"registered":${keyFor(value) !== undefined}}`;
}

function unbox(value: object): unknown {
  if (types.isNumberObject(value)) return apply(unboxers.number, value, []);
  if (types.isStringObject(value)) return apply(unboxers.string, value, []);
  if (types.isBooleanObject(value)) return apply(unboxers.boolean, value, []);
  if (types.isBigIntObject(value)) return apply(unboxers.bigint, value, []);
  return apply(unboxers.symbol, value, []);
}
