import { QueryError } from './query-error.js';

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '~' | '!~';

/** The value after an operator, as it was written. */
export interface Written {
  readonly kind: 'plain' | 'quoted' | 'pattern';
  readonly text: string;
  /** Of a pattern. */
  readonly flags: string;
  /** Where it begins in the expression. */
  readonly at: number;
}

const OPERATOR = /!=|!~|<=|>=|==|=|<|>|~/y;
const SPACE = /\s*/y;
const PLAIN_VALUE = /[^\s()]+/y;
const PATTERN = /\/((?:[^\\/]|\\.)+)\/([a-z]*)(?=[\s)]|$)/y;
/** Up to what cannot stand in a word; brackets may hold anything, quoted. */
const WORD = /(?:\[\s*"(?:[^"\\]|\\.)*"\s*\]|\[\s*'(?:[^'\\]|\\.)*'\s*\]|!(?![=~])|[^\s()"'=!<>~])+/y;

/** Reads an expression piece by piece, from left to right. */
export class QueryScanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    this.take(SPACE);
    return this.at >= this.text.length;
  }

  /** What comes next, for a message. */
  get nextPiece(): string {
    return this.isAtEnd ? 'the end' : `'${this.text.slice(this.at).split(/\s/)[0]}'`;
  }

  /** Takes one character, if it is the next. */
  takeCharacter(character: string): boolean {
    if (this.isAtEnd || this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  /** Takes `and`, `or` or `not`, if that is the next word. */
  takeKeyword(keyword: string): boolean {
    if (this.isAtEnd) return false;
    const before = this.at;
    const isKeyword = this.take(WORD)?.toLowerCase() === keyword && this.peekOperator() === undefined;
    if (!isKeyword) this.at = before;
    return isKeyword;
  }

  takeWord(): string | undefined {
    return this.isAtEnd ? undefined : this.take(WORD);
  }

  takeOperator(): Operator | undefined {
    if (this.isAtEnd) return undefined;
    const taken = this.take(OPERATOR);
    return taken === '==' ? '=' : (taken as Operator | undefined);
  }

  /** Takes the value after an operator. @throws QueryError where there is none */
  takeValue(operator: Operator): Written {
    const end = this.at;
    if (this.isAtEnd) throw this.error(`Expected a value after '${operator}'`, end);
    const { at } = this;
    const quoted = this.takeQuoted();
    if (quoted !== undefined) return { kind: 'quoted', text: quoted, flags: '', at };
    const pattern = operator.endsWith('~') ? this.match(PATTERN) : undefined;
    if (pattern !== undefined)
      return { kind: 'pattern', text: pattern[1] ?? '', flags: pattern[2] ?? '', at };
    const text = this.take(PLAIN_VALUE);
    if (text === undefined) throw this.error(`Expected a value after '${operator}'`, at);
    return { kind: 'plain', text, flags: '', at };
  }

  /** Takes a text in quotes. @throws QueryError where the closing one is missing */
  takeQuoted(): string | undefined {
    const { at } = this;
    const quote = this.text[at];
    if (this.isAtEnd || (quote !== '"' && quote !== "'")) return undefined;
    let text = '';
    for (let next = at + 1; next < this.text.length; next++) {
      const character = this.text[next];
      if (character === quote) {
        this.at = next + 1;
        return text;
      }
      text += character === '\\' ? (this.text[++next] ?? '') : character;
    }
    throw this.error(`Expected a closing ${quote} for the one`, at);
  }

  error(expected: string, at = this.at): QueryError {
    return new QueryError(expected, this.text, at);
  }

  private peekOperator(): string | undefined {
    const before = this.at;
    const operator = this.takeOperator();
    this.at = before;
    return operator;
  }

  private take(pattern: RegExp): string | undefined {
    return this.match(pattern)?.[0];
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return undefined;
    this.at += found[0].length;
    return found;
  }
}
