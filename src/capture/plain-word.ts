import { isCredential } from './secret-schemes.js';

/** Taken by this module itself: V8 inlines such a constant, and what is imported it does not. */
const { charCodeAt } = String.prototype;
const { apply } = Reflect;

const LONGEST = 64;
const [SPACE, QUOTE, COLON, EQUALS, BACKSLASH, DELETE] = [0x20, 0x22, 0x3a, 0x3d, 0x5c, 0x7f] as const;

/**
 * Whether a text is short, stands in JSON as it is, and has no secret in it whatever the names of secrets are, which
 * end with `:` or `=` where they stand in a text. Most texts are such; one look at each character tells.
 */
export function isPlainWord(text: string): boolean {
  const { length } = text;
  if (length > LONGEST) return false;
  for (let index = 0; index < length; index++) {
    const code = apply(charCodeAt, text, [index]);
    const isPlain = code >= SPACE && code < DELETE && code !== QUOTE && code !== BACKSLASH;
    if (!isPlain || code === COLON || code === EQUALS) return false;
  }
  return !isCredential(text);
}
