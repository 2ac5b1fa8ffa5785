import { factTest, isFact } from './fact-test.js';
import { literalOf } from './literal.js';
import { parsePath } from './parse-path.js';
import type { Query } from './query.js';
import { type Operator, QueryScanner } from './query-scanner.js';
import { valueTest } from './value-test.js';

/** Deeper parentheses are no question of anybody. */
const MOST_LEVELS = 100;

/**
 * Reads an expression of `grep`: conditions, `and` (or nothing) between them, `or`, `not` and parentheses.
 * @param now milliseconds since the Unix epoch, from which `since=10m` counts back
 * @throws QueryError, which points at what cannot be read
 */
export function parseQuery(expression: string, now = Date.now()): Query {
  const parser = new QueryParser(new QueryScanner(expression), now);
  return parser.parse();
}

class QueryParser {
  readonly #scanner: QueryScanner;
  readonly #now: number;
  #levels = 0;

  constructor(scanner: QueryScanner, now: number) {
    this.#scanner = scanner;
    this.#now = now;
  }

  parse(): Query {
    if (this.#scanner.isAtEnd) throw this.#scanner.error('Expected a condition, got an empty expression', 0);
    const query = this.#or();
    if (!this.#scanner.isAtEnd)
      throw this.#scanner.error(`Expected a condition, 'and' or 'or', got ${this.#scanner.nextPiece}`);
    return query;
  }

  #or(): Query {
    const terms = [this.#and()];
    while (this.#scanner.takeKeyword('or')) terms.push(this.#and());
    return joined('or', terms);
  }

  #and(): Query {
    const terms = [this.#not()];
    while (this.#scanner.takeKeyword('and') || this.#hasMoreTerms()) terms.push(this.#not());
    return joined('and', terms);
  }

  /** Conditions beside each other must all be true. */
  #hasMoreTerms(): boolean {
    const { isAtEnd, at, text } = this.#scanner;
    if (isAtEnd || text[this.#scanner.at] === ')') return false;
    const isOr = this.#scanner.takeKeyword('or');
    this.#scanner.at = at;
    return !isOr;
  }

  #not(): Query {
    return this.#scanner.takeKeyword('not')
      ? { kind: 'not', term: this.#deeper(() => this.#not()) }
      : this.#term();
  }

  #term(): Query {
    const scanner = this.#scanner;
    if (scanner.takeCharacter('(')) return this.#deeper(() => this.#group(scanner.at - 1));
    const quoted = scanner.takeQuoted();
    if (quoted !== undefined) return { kind: 'word', word: this.#nonEmpty(quoted) };
    const at = scanner.at;
    const word = scanner.takeWord();
    if (word === undefined) throw scanner.error(`Expected a condition, got ${scanner.nextPiece}`);
    const operator = scanner.takeOperator();
    return operator === undefined ? { kind: 'word', word } : this.#comparison(word, operator, at);
  }

  #group(opened: number): Query {
    const query = this.#or();
    if (!this.#scanner.takeCharacter(')')) {
      if (this.#scanner.isAtEnd) throw this.#scanner.error("Expected a closing ')' for the one", opened);
      throw this.#scanner.error(`Expected ')', got ${this.#scanner.nextPiece}`);
    }
    return query;
  }

  #comparison(name: string, operator: Operator, at: number): Query {
    const scanner = this.#scanner;
    const written = scanner.takeValue(operator);
    const error = (message: string) => scanner.error(message, written.at);
    if (isFact(name)) return factTest(name, { operator, written, error, now: this.#now });
    const path = parsePath(name, { expression: scanner.text, at });
    return { kind: 'path', path, test: valueTest(operator, literalOf(operator, written, error)) };
  }

  #deeper(read: () => Query): Query {
    if (++this.#levels > MOST_LEVELS) throw this.#scanner.error(`Expected at most ${MOST_LEVELS} levels`);
    const query = read();
    this.#levels--;
    return query;
  }

  #nonEmpty(word: string): string {
    if (word === '') throw this.#scanner.error('Expected a text between the quotes', this.#scanner.at - 2);
    return word;
  }
}

function joined(kind: 'and' | 'or', terms: readonly Query[]): Query {
  const [only] = terms;
  return terms.length === 1 && only !== undefined ? only : { kind, terms };
}
