import { codeAt, includes, indexOf, slice, startsWith } from './safe-strings.js';
import type { Stretch } from './secret-text.js';
import { isAllOf, isOfToken, isSmallLetter } from './text-characters.js';

/** Taken before the program can replace it. */
const decodeBase64 = atob;
const QUOTE = 0x22;
const BEARER = 'earer ';
const BASIC = 'asic ';
const PEM = '-----BEGIN ';
const PRIVATE = 'PRIVATE KEY-----';
const PEM_END = '-----END ';
const JWT = 'eyJ';

/** Whether a text is nothing but credentials: a value of the `Authorization` header, a private key, a JSON Web Token. */
export function isCredential(text: string): boolean {
  switch (codeAt(text, 0)) {
    case 0x42: // B
    case 0x62:
      return schemeAt(text, 0, true) !== undefined;
    case 0x2d: // -
      return startsWith(text, PEM, 0) && includes(text, PRIVATE);
    case 0x65: // e
      return startsWith(text, JWT, 0) && isWebToken(text);
    default:
      return false;
  }
}

/** The credentials behind the first `Bearer` or `Basic` from `from` on. */
export function findScheme(text: string, from: number): Stretch | undefined {
  return findBehind(text, BEARER, from) ?? findBehind(text, BASIC, from);
}

function findBehind(text: string, scheme: string, from: number): Stretch | undefined {
  let at = indexOf(text, scheme, from);
  for (; at !== -1; at = indexOf(text, scheme, at + 1)) {
    const found = at > 0 ? schemeAt(text, at - 1, at === 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @param isWhole whether a word of small letters, as in `bearer of`, can only be a token: nothing else stands in the text */
function schemeAt(text: string, at: number, isWhole: boolean): Stretch | undefined {
  const isBearer = startsWith(text, BEARER, at + 1);
  if (!isBearer && !startsWith(text, BASIC, at + 1)) return undefined;
  const start = at + 1 + (isBearer ? BEARER : BASIC).length;
  const end = endOfToken(text, start);
  const isChallenge = codeAt(text, end) === QUOTE; // Bearer realm="…"
  if (end === start || isChallenge) return undefined;
  const isAlone = isWhole && end === text.length;
  const isWord = !isAlone && isAllOf(text, start, end, isSmallLetter);
  const isSecret = isBearer ? !isWord : hasUserAndPassword(slice(text, start, end));
  return isSecret ? { start, end } : undefined;
}

function hasUserAndPassword(base64: string): boolean {
  try {
    return includes(decodeBase64(base64), ':');
  } catch {
    return false; // it is no Base64
  }
}

/** The first private key or JSON Web Token from `from` on. */
export function findKey(text: string, from: number): Stretch | undefined {
  const pem = indexOf(text, PEM, from);
  if (pem !== -1 && indexOf(text, PRIVATE, pem) !== -1) {
    const end = indexOf(text, PEM_END, pem);
    return { start: pem, end: end === -1 ? text.length : end };
  }
  let at = indexOf(text, JWT, from);
  for (; at !== -1; at = indexOf(text, JWT, at + 1)) {
    const end = endOfToken(text, at);
    if (isWebToken(slice(text, at, end))) return { start: at, end };
  }
  return undefined;
}

/** Three parts, two of which are JSON objects. */
function isWebToken(text: string): boolean {
  const second = indexOf(text, '.eyJ', 0);
  const third = second === -1 ? -1 : indexOf(text, '.', second + 1);
  return third !== -1 && endOfToken(text, 0) > third;
}

function endOfToken(text: string, start: number): number {
  let end = start;
  while (end < text.length && isOfToken(codeAt(text, end))) end++;
  return end;
}
