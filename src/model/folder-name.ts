import { createHash } from 'node:crypto';

const LONGEST_NAME = 120;
const KEPT_OF_LONG_NAME = 100;
const KEPT = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$.-';
const RESERVED_ON_WINDOWS = ['con', 'prn', 'aux', 'nul'];
const NUMBERED_ON_WINDOWS = ['com', 'lpt'];

/** Percent-encodes (UTF-8) every character outside `A–Z a–z 0–9 _ $ . -` and a leading `.` */
export function encodeFileName(name: string): string {
  let encoded = '';
  for (const character of name) {
    const isKept = KEPT.includes(character) && !(character === '.' && encoded === '');
    encoded += isKept ? character : encodeCharacter(character);
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
    !taken.has(encoded.toLowerCase());
  const claimed = usable ? encoded : `${encoded.slice(0, KEPT_OF_LONG_NAME)}~${shortHash(name)}`;
  taken.add(claimed.toLowerCase());
  return claimed;
}

/** `con`, `COM1`, `nul.txt`. No regular expression: that would change `RegExp.$1` under the watched program. */
function isReserved(name: string): boolean {
  const stem = (name.split('.')[0] ?? '').toLowerCase();
  const last = stem.charAt(3);
  const isNumbered = stem.length === 4 && last >= '0' && last <= '9';
  return RESERVED_ON_WINDOWS.includes(stem) || (isNumbered && NUMBERED_ON_WINDOWS.includes(stem.slice(0, 3)));
}

function encodeCharacter(character: string): string {
  return Buffer.from(character).reduce(
    (text, byte) => `${text}%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    '',
  );
}

function shortHash(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 8);
}
