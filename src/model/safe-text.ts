import { jsonOf } from './json-of.js';

// What was recorded may hold anything. Control characters could drive the terminal, line and paragraph separators
// and those that change the direction of writing could show what is not there (Unicode TR 36, TR 55).
const DANGEROUS = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text for the terminal: what is dangerous in it is escaped, but line breaks stay. */
export function safeText(text: string): string {
  return text.replace(DANGEROUS, (character) => (character === '\n' ? character : escapeOf(character)));
}

/** The same as one line. */
export function safeLine(text: string): string {
  return safeText(text).replaceAll('\n', '\\n');
}

/** JSON for programs, and for terminals; there a line break only stands between values. */
export function jsonText(value: unknown): string {
  return `${safeText(jsonOf(value, undefined, 2))}\n`;
}

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
