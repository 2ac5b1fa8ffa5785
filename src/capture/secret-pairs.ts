import { SafeSet } from '../model/safe-collections.js';
import { codeAt, indexOf, slice, toLowerCase } from './safe-strings.js';
import type { SecretNames } from './secret-names.js';
import { isPlaceholder } from './secret-placeholder.js';
import type { Stretch } from './secret-text.js';
import {
  BACKSLASH,
  CLOSING_CURLY,
  CLOSING_SQUARE,
  endOf,
  endOfLine,
  endsParameter,
  endsWord,
  isAllOf,
  isBlank,
  isDigit,
  isOfName,
  isOperator,
  isQuote,
  isSmallLetter,
  OPENING_CURLY,
  OPENING_SQUARE,
  SPACE,
} from './text-characters.js';

/** Names are shorter. */
const LONGEST_NAME = 64;
/** In longer texts, which may be sources, only pairs count that nothing else looks like. */
const LONG_TEXT = 4096;

/** What stands for a value in messages and types. */
const NO_VALUES =
  wordsOf(`any boolean empty expired false incorrect invalid missing mismatch none null number optional
  redacted required string true undefined unknown unset wrong`);
const HEADERS = wordsOf('authorization cookie proxy-authorization set-cookie');

const [QUESTION, AMPERSAND, HASH, MINUS, SLASH, NEWLINE] = [0x3f, 0x26, 0x23, 0x2d, 0x2f, 0x0a] as const;

type Separator = '=' | ':';

/** A name in a text that is a secret's. */
interface Pair {
  readonly name: string;
  /** Whether the name stands in quotes, as JSON has it. */
  readonly isQuoted: boolean;
  /** Whether it is a parameter of a URL or of a form. */
  readonly isQuery: boolean;
  /** Whether only a text is a secret under this name. */
  readonly isOfText: boolean;
  /** Whether it is a header's, whose value is of several words, and in a line of its own. */
  readonly isHeader: boolean;
  readonly isLine: boolean;
  readonly separator: Separator;
  /** Where that stands. */
  readonly at: number;
}

/**
 * The value of the first secret that a text has by its name from `from` on: `password=…`, `"token":"…"`,
 * `Authorization: …`, `?api_key=…`.
 */
export function findPair(
  text: string,
  separator: Separator,
  names: SecretNames,
  from = 0,
): Stretch | undefined {
  let at = indexOf(text, separator, from);
  for (; at !== -1; at = indexOf(text, separator, at + 1)) {
    const pair = mayBePair(text, at, names) ? pairAt(text, separator, at, names) : undefined;
    const value = pair && secretOf(text, pair);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Whether a secret stands behind the separator at `at`. */
export function isPairAt(text: string, separator: Separator, names: SecretNames, at: number): boolean {
  if (!mayBePair(text, at, names)) return false;
  const pair = pairAt(text, separator, at, names);
  return pair !== undefined && secretOf(text, pair) !== undefined;
}

/** What is behind a URL's scheme is looked at elsewhere. */
function mayBePair(text: string, at: number, names: SecretNames): boolean {
  const isScheme = codeAt(text, at + 1) === SLASH && codeAt(text, at + 2) === SLASH;
  return !isScheme && names.mayEndBefore(text, at);
}

function pairAt(text: string, separator: Separator, at: number, names: SecretNames): Pair | undefined {
  const near = isQuote(codeAt(text, at - 1)) ? at - 1 : at;
  const end = isOfName(codeAt(text, near - 1)) ? near : endOfWrapped(text, separator, at);
  if (!names.mayEndAt(text, end)) return undefined;
  let start = end;
  while (end - start <= LONGEST_NAME && isOfName(codeAt(text, start - 1))) start--;
  const name = slice(text, start, end);
  const before = codeAt(text, start - 1);
  const isQuery = separator === '=' && (before === QUESTION || before === AMPERSAND || before === HASH);
  const isOfText = !names.has(name);
  if (isOfText && !(isQuery ? names.isOfQuery(name) : names.isOfText(name))) return undefined;
  const isHeader = separator === ':' && HEADERS.has(toLowerCase(name));
  const isLine = isHeader && (before === -1 || before === NEWLINE);
  return { name, isQuoted: end < at, isQuery, isOfText, isHeader, isLine, separator, at };
}

/** Where a name ends that stands in quotes, `"token" : …`; one in none with a space behind it is none. */
function endOfWrapped(text: string, separator: Separator, at: number): number {
  let end = at;
  while (separator === ':' && codeAt(text, end - 1) === SPACE) end--;
  if (!isWrapping(codeAt(text, end - 1))) return 0;
  while (isWrapping(codeAt(text, end - 1))) end--;
  return end;
}

/** What may stand between a name and what follows it: quotes, escaped ones, and `]` as in `user[password]=`. */
function isWrapping(code: number): boolean {
  return isQuote(code) || code === BACKSLASH || code === CLOSING_SQUARE;
}

function secretOf(text: string, pair: Pair): Stretch | undefined {
  let start = pair.at + 1;
  while (pair.separator === ':' && isBlank(codeAt(text, start))) start++;
  let quote = start;
  while (codeAt(text, quote) === BACKSLASH) quote++;
  if (isQuote(codeAt(text, quote))) return quotedSecret(text, start, quote, pair);
  if (pair.isQuery) return querySecret(text, start);
  return pair.isQuoted && pair.separator === ':' ? jsonSecret(text, start) : bareSecret(text, start, pair);
}

/** `"hunter2"`, also where the quotes are escaped; `','` in a message is none. */
function quotedSecret(text: string, opening: number, quote: number, { isQuoted }: Pair): Stretch | undefined {
  const closing = slice(text, opening, quote + 1);
  const start = quote + 1;
  let end = indexOf(text, closing, start);
  // A quote that is escaped belongs to the value.
  while (end !== -1 && quote === opening && codeAt(text, end - 1) === BACKSLASH) {
    end = indexOf(text, closing, end + 1);
  }
  if (end === -1) end = text.length;
  const isValue = isQuoted || hasLetterOrDigit(text, start, end);
  return isValue && !isPlaceholder(text, start, end) ? { start, end } : undefined;
}

/** Of a name in quotes a value in none: a number, or an array or object with something in it. */
function jsonSecret(text: string, start: number): Stretch | undefined {
  const [first, next] = [codeAt(text, start), codeAt(text, start + 1)];
  const isNumber = isDigit(first) || first === MINUS;
  const isFilledArray = first === OPENING_SQUARE && next !== CLOSING_SQUARE;
  const isFilledObject = first === OPENING_CURLY && next !== CLOSING_CURLY;
  const isSecret = isNumber || isFilledArray || isFilledObject;
  return isSecret ? { start, end: endOfLine(text, start) } : undefined;
}

function querySecret(text: string, start: number): Stretch | undefined {
  const end = endOf(text, start, endsParameter);
  return isPlaceholder(text, start, end) ? undefined : { start, end };
}

/** What stands behind a name by itself, to the end of the line: nobody knows where it ends. */
function bareSecret(
  text: string,
  start: number,
  { separator, isOfText, isHeader, isLine }: Pair,
): Stretch | undefined {
  const first = codeAt(text, start);
  const isNone = first <= SPACE || isOperator(first);
  if (isNone || isOfText || (text.length > LONG_TEXT && !isLine)) return undefined;
  const wordEnd = endOf(text, start, endsWord);
  const isWord = hasLetterOrDigit(text, start, wordEnd) && !isPlaceholder(text, start, wordEnd);
  if (!isWord || NO_VALUES.has(toLowerCase(slice(text, start, wordEnd)))) return undefined;
  // "password: must be longer"
  const goesOn = separator === ':' && codeAt(text, wordEnd) === SPACE;
  const isProse = goesOn && !isHeader && isAllOf(text, start + 1, wordEnd, isSmallLetter);
  return isProse ? undefined : { start, end: endOfLine(text, start) };
}

function hasLetterOrDigit(text: string, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    const code = codeAt(text, index);
    if (isOfName(code) || code > 0x7f) return true;
  }
  return false;
}

function wordsOf(text: string): SafeSet<string> {
  const words = new SafeSet<string>();
  for (const word of text.split(/\s+/)) words.add(word);
  return words;
}
