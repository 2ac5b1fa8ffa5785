import { createHash } from 'node:crypto';
import { SafeSet } from './safe-collections.js';

const LONGEST_NAME = 120;
const KEPT_OF_LONG_NAME = 100;
const KEPT = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$.-';
const RESERVED_ON_WINDOWS = new SafeSet(['con', 'prn', 'aux', 'nul']);
const NUMBERED_ON_WINDOWS = new SafeSet(['com', 'lpt']);

/** Taken before the program can replace them. */
const { apply } = Reflect;
const { codePointAt, includes, slice, toLowerCase, toUpperCase } = String.prototype;
const { toString: toText } = Number.prototype;
const { encodeURIComponent: encodeText } = globalThis;

/** Percent-encodes (UTF-8) every character outside `A–Z a–z 0–9 _ $ . -` and a leading `.` */
export function encodeFileName(name: string): string {
  let encoded = '';
  for (let index = 0; index < name.length; ) {
    const character = characterAt(name, index);
    const isKept = apply(includes, KEPT, [character]) && !(character === '.' && encoded === '');
    encoded += isKept ? character : encodeCharacter(character);
    index += character.length;
  }
  return encoded;
}

/**
 * A name for a folder or file that no earlier one of `taken` differs from in case only, that is not reserved on
 * Windows and not longer than 120 bytes: where it would be, `~` and 8 hex digits of the name's SHA-256 are
 * appended. Adds what it returns to `taken`, in lower case. Source: FORMAT.md, "The view".
 */
export function claimFileName(name: string, taken: Set<string>): string {
  const encoded = encodeFileName(name);
  const usable =
    encoded.length > 0 &&
    encoded.length <= LONGEST_NAME &&
    !isReserved(encoded) &&
    !taken.has(lower(encoded));
  const claimed = usable ? encoded : `${part(encoded, 0, KEPT_OF_LONG_NAME)}~${shortHash(name)}`;
  taken.add(lower(claimed));
  return claimed;
}

/** `con`, `COM1`, `nul.txt`. No regular expression: that would change `RegExp.$1` under the watched program. */
function isReserved(name: string): boolean {
  let end = 0;
  while (end < name.length && name[end] !== '.') end++;
  if (end < 3 || end > 4) return false;
  const stem = lower(part(name, 0, end));
  const number = stem[3] ?? '';
  return end === 3
    ? RESERVED_ON_WINDOWS.has(stem)
    : number >= '0' && number <= '9' && NUMBERED_ON_WINDOWS.has(part(stem, 0, 3));
}

/** Two UTF-16 code units where they belong together. */
function characterAt(name: string, index: number): string {
  return (apply(codePointAt, name, [index]) as number) > 0xffff
    ? part(name, index, index + 2)
    : part(name, index, index + 1);
}

/** Half a character is written as the one that stands for what cannot be read. */
function encodeCharacter(character: string): string {
  const isHalf = character.length === 1 && character >= '\uD800' && character <= '\uDFFF';
  const encoded = encodeText(isHalf ? '\uFFFD' : character);
  return encoded.length > 1 ? encoded : `%${upper(apply(toText, apply(codePointAt, character, [0]), [16]))}`;
}

function shortHash(name: string): string {
  return part(createHash('sha256').update(name).digest('hex'), 0, 8);
}

function lower(text: string): string {
  return apply(toLowerCase, text, []);
}

function upper(text: string): string {
  return apply(toUpperCase, text, []);
}

function part(text: string, start: number, end: number): string {
  return apply(slice, text, [start, end]);
}
