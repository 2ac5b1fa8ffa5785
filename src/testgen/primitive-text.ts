import { quoteText } from './script-text.js';

/** Longer texts are no longer read, and no formatter breaks them. */
const LONGEST_TEXT = 160;

/** Thrown for a value that nobody would write down: it is loaded from the recording. */
export class NoLiteral extends Error {
  override readonly name = 'NoLiteral';
}

/** A literal of a value that is no object. */
export function primitiveText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      if (value.length > LONGEST_TEXT) throw new NoLiteral('a long text');
      return quoteText(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e');
    case 'bigint':
      return `${value}n`;
    case 'symbol':
      return symbolText(value);
    case 'function':
      throw new NoLiteral('a function');
    default:
      return String(value);
  }
}

/** A symbol's literal; one that is not registered is another one each time. */
export function symbolText(symbol: symbol): string {
  const key = Symbol.keyFor(symbol);
  if (key !== undefined) return `Symbol.for(${quoteText(key)})`;
  return symbol.description === undefined ? 'Symbol()' : `Symbol(${quoteText(symbol.description)})`;
}
