import { types } from 'node:util';
import {
  apply,
  bigintToString,
  byteLength,
  dateGetTime,
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
import { isoTime } from './iso-time.js';
import { codeAt } from './safe-strings.js';

/** Up to this length, looking at each character is cheaper than a call of the engine. */
const SHORT_STRING = 24;

/** More than this many digits take so long to compute that they are counted first. */
const LONG_BIGINT = 10n ** 1000n;
const MOST_HEX_DIGITS = 830_000; // about a million decimal ones

/** A string as JSON text. No regular expression: that would change `RegExp.lastMatch` under the program. */
export function quote(text: string): string {
  return isSimple(text) ? `"${text}"` : stringify(text);
}

/** Whether a string is short and stands in JSON as it is, each character a byte. */
export function isSimple(text: string): boolean {
  if (text.length > SHORT_STRING) return false;
  for (let index = 0; index < text.length; index++) {
    const code = codeAt(text, index);
    if (code < 0x20 || code === 0x22 || code === 0x5c || code >= 0x7f) return false;
  }
  return true;
}

/** The bytes of UTF-8 that a text takes. */
export function bytesOf(text: string): number {
  return byteLength(text);
}

/** Whether a bigint has more digits than can be computed and read again in a reasonable time. */
export function isHuge(value: bigint): boolean {
  const size = value < 0n ? -value : value;
  return size > LONG_BIGINT && hexDigits(size) > MOST_HEX_DIGITS;
}

/** The descriptor of a primitive other than a string. */
export function describePrimitive(value: unknown): string {
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
      return 'null';
  }
}

/** The value must be a date; the same holds for those below. */
export function describeDate(value: object): string {
  const time = apply(dateGetTime, value, []) as number;
  return is(time, Number.NaN) ? '{"$":"Date","value":null}' : `{"$":"Date","value":"${isoTime(time)}"}`;
}

export function describeRegExp(value: object): string {
  const source = apply(regExpSource, value, []) as string;
  let flags = '';
  for (let index = 0; index < regExpFlags.length; index++) {
    const flag = regExpFlags[index];
    if (flag !== undefined && apply(flag.isSet, value, [])) flags += flag.letter;
  }
  const lastIndex = getOwnPropertyDescriptor(value, 'lastIndex')?.value;
  const position =
    typeof lastIndex === 'number' && lastIndex !== 0 ? `,"lastIndex":${describeNumber(lastIndex)}` : '';
  return `{"$":"RegExp","source":${quote(source)},"flags":"${flags}"${position}}`;
}

/** `undefined` for an object that inherits from a URL and is none; the same below. */
export function describeUrl(value: object): string | undefined {
  return describeHosted('URL', urlHref, value);
}

export function describeUrlSearchParams(value: object): string | undefined {
  return describeHosted('URLSearchParams', urlSearchParamsToString, value);
}

export function describeBoxed(value: object): string {
  const primitive = unbox(value);
  const text = typeof primitive === 'string' ? quote(primitive) : describePrimitive(primitive);
  return `{"$":"boxed","value":${text}}`;
}

/** No check tells of what class an object of the host's is: its methods throw for any other. */
function describeHosted(name: string, read: () => unknown, value: object): string | undefined {
  let text: string;
  try {
    text = apply(read, value, []) as string;
  } catch {
    return undefined;
  }
  return `{"$":"${name}","value":${quote(text)}}`;
}

/** Counts them in a time that only grows with their number. */
function hexDigits(value: bigint): number {
  return (apply(bigintToString, value, [16]) as string).length;
}

function describeNumber(value: number): string {
  if (value === 0 && 1 / value < 0) return '{"$":"number","value":"-0"}';
  return value - value === 0 ? `${value}` : `{"$":"number","value":"${value}"}`;
}

function describeSymbol(value: symbol): string {
  const description = apply(symbolDescription, value, []) as string | undefined;
  const text = description === undefined ? '' : `,"description":${quote(description)}`;
  return `{"$":"symbol"${text},"registered":${keyFor(value) !== undefined}}`;
}

/** The empty text where it has none. */
export function descriptionOf(symbol: symbol): string {
  return (apply(symbolDescription, symbol, []) as string | undefined) ?? '';
}

function unbox(value: object): unknown {
  if (types.isNumberObject(value)) return apply(unboxers.number, value, []);
  if (types.isStringObject(value)) return apply(unboxers.string, value, []);
  if (types.isBooleanObject(value)) return apply(unboxers.boolean, value, []);
  if (types.isBigIntObject(value)) return apply(unboxers.bigint, value, []);
  return apply(unboxers.symbol, value, []);
}
