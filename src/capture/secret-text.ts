import { codeAt, includes, indexOf, slice } from './safe-strings.js';
import type { SecretNames } from './secret-names.js';
import { findPair, isPairAt } from './secret-pairs.js';
import { MASK } from './secret-placeholder.js';
import { findKey, findScheme, isCredential } from './secret-schemes.js';
import { findUserinfo } from './secret-urls.js';

/** A part of a text that is a secret. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const SHORT_TEXT = 24;
const [COLON, EQUALS, AT] = [0x3a, 0x3d, 0x40] as const;

type Find = (text: string, from: number) => Stretch | undefined;

/**
 * Finds secrets in texts by what stands around them: user and password in URLs, `password=…`, `"token":"…"`,
 * `Authorization: …`; and texts that are nothing else: `Bearer …`, private keys, JSON Web Tokens. Secrets that nothing
 * announces are not found. No regular expression: it would change `RegExp.$1` under the program.
 */
export class SecretText {
  readonly names: SecretNames;
  readonly #finds: readonly Find[];

  constructor(names: SecretNames) {
    this.names = names;
    this.#finds = [
      findUserinfo,
      (text, from) => findPair(text, '=', names, from),
      (text, from) => findPair(text, ':', names, from),
      findScheme,
      findKey,
    ];
  }

  /** Whether a value has a secret in it. Cheap for nearly all that have none: a word has neither `:` nor `=`. */
  isIn(text: string): boolean {
    if (isCredential(text)) return true;
    return text.length <= SHORT_TEXT ? this.#isInShort(text) : this.#isInLong(text);
  }

  /** Each call of the engine's own costs as much as looking at a dozen characters. */
  #isInShort(text: string): boolean {
    let hasColon = false;
    for (let index = 0; index < text.length; index++) {
      const code = codeAt(text, index);
      if (code === COLON || code === EQUALS) {
        if (isPairAt(text, code === COLON ? ':' : '=', this.names, index)) return true;
        hasColon ||= code === COLON;
      } else if (code === AT && hasColon && findUserinfo(text, 0) !== undefined) return true;
    }
    return false;
  }

  #isInLong(text: string): boolean {
    if (findPair(text, '=', this.names) !== undefined) return true;
    const colon = indexOf(text, ':', 0);
    if (colon === -1) return false;
    if (includes(text, '@') && findUserinfo(text, 0) !== undefined) return true;
    return findPair(text, ':', this.names, colon) !== undefined;
  }

  /** The same of a message, in which tokens and keys may stand anywhere. */
  isInMessage(text: string): boolean {
    return this.isIn(text) || findScheme(text, 0) !== undefined || findKey(text, 0) !== undefined;
  }

  /** A message without the secrets in it. */
  mask(text: string): string {
    if (isCredential(text)) return MASK;
    let masked = text;
    for (let index = 0; index < this.#finds.length; index++) {
      masked = maskEach(masked, this.#finds[index] as Find);
    }
    return masked;
  }
}

function maskEach(text: string, find: Find): string {
  let masked = '';
  let rest = text;
  for (let found = find(rest, 0); found !== undefined; found = find(rest, 0)) {
    masked += slice(rest, 0, found.start) + MASK;
    rest = slice(rest, found.end);
  }
  return masked + rest;
}
