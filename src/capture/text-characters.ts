import { codeAt, indexOf } from './safe-strings.js';

export const SPACE = 0x20;
export const BACKSLASH = 0x5c;
export const OPENING_SQUARE = 0x5b;
export const CLOSING_SQUARE = 0x5d;
export const OPENING_CURLY = 0x7b;
export const CLOSING_CURLY = 0x7d;

const [TAB, QUOTE, APOSTROPHE, BACKTICK, COMMA, SEMICOLON, CLOSING] = [
  0x09, 0x22, 0x27, 0x60, 0x2c, 0x3b, 0x29,
] as const;
const [EQUALS, COLON, AMPERSAND, HASH, LESS, GREATER] = [0x3d, 0x3a, 0x26, 0x23, 0x3c, 0x3e] as const;

/** Whether a name may have it: letters, digits, `_`, `-` and `$`. */
export function isOfName(code: number): boolean {
  return (
    isSmallLetter(code) || isCapital(code) || isDigit(code) || code === 0x5f || code === 0x2d || code === 0x24
  );
}

export function isSmallLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isQuote(code: number): boolean {
  return code === QUOTE || code === APOSTROPHE || code === BACKTICK;
}

export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** What RFC 6750 has credentials be made of: letters, digits and `-._~+/=`. */
export function isOfToken(code: number): boolean {
  const isLetter = isSmallLetter(code) || isCapital(code);
  const isSign = code === 0x2b || code === EQUALS || code === 0x5f || code === 0x7e;
  return isLetter || (code >= 0x2d && code <= 0x39) || isSign;
}

/** What stands between a name's `=` and the next, or begins an operator: `==`, `=>`, `=&`. */
export function isOperator(code: number): boolean {
  const isSeparator = code === AMPERSAND || code === SEMICOLON || code === COMMA;
  return isSeparator || code === EQUALS || code === GREATER || code === COLON;
}

/** Whether a word of a message is over: the text's end is a -1. */
export function endsWord(code: number): boolean {
  const isClosing = code === CLOSING || code === CLOSING_CURLY || code === CLOSING_SQUARE;
  return code <= SPACE || code === COMMA || code === SEMICOLON || isClosing;
}

/** Whether a URL in a text is over. */
export function endsUrl(code: number): boolean {
  return code <= SPACE || isQuote(code) || code === LESS || code === GREATER;
}

/** Whether a parameter of a URL is over. */
export function endsParameter(code: number): boolean {
  return endsUrl(code) || code === AMPERSAND || code === HASH;
}

/** Where a stretch ends of which no character is one that ends it. */
export function endOf(text: string, start: number, isOver: (code: number) => boolean): number {
  let end = start;
  while (end < text.length && !isOver(codeAt(text, end))) end++;
  return end;
}

/** Whether all characters of a stretch are of a kind; of an empty one they are. */
export function isAllOf(
  text: string,
  start: number,
  end: number,
  isOfKind: (code: number) => boolean,
): boolean {
  for (let index = start; index < end; index++) if (!isOfKind(codeAt(text, index))) return false;
  return true;
}

export function endOfLine(text: string, start: number): number {
  const end = indexOf(text, '\n', start);
  return end === -1 ? text.length : end;
}

function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}
