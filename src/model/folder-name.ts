import { createHash } from 'node:crypto';

const LONGEST_NAME = 120;
const KEPT_OF_LONG_NAME = 100;
const RESERVED_ON_WINDOWS = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Percent-encodes (UTF-8) every character outside `A–Z a–z 0–9 _ $ . -` and a leading `.` */
export function encodeFileName(name: string): string {
  const encoded = name.replace(/[^A-Za-z0-9_$.-]/gu, encodeCharacter);
  return encoded.startsWith('.') ? `%2E${encoded.slice(1)}` : encoded;
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
    !RESERVED_ON_WINDOWS.test(encoded) &&
    !taken.has(encoded.toLowerCase());
  const claimed = usable ? encoded : `${encoded.slice(0, KEPT_OF_LONG_NAME)}~${shortHash(name)}`;
  taken.add(claimed.toLowerCase());
  return claimed;
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
