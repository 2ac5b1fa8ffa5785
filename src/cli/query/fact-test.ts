import { FOUND_STATUSES } from '../../database/call-search.js';
import { type ErrorAt, patternOf, textLiteral } from './literal.js';
import type { Fact, FactCondition } from './query.js';
import type { Operator, Written } from './query-scanner.js';
import { momentOf, nanosecondsOf } from './time-literal.js';
import { type Literal, valueTest } from './value-test.js';

/** What a comparison with a fact is made of. */
interface Comparison {
  readonly operator: Operator;
  readonly written: Written;
  readonly error: ErrorAt;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

interface FactKind {
  readonly fact: Fact;
  readonly operators: readonly Operator[];
  literalOf(comparison: Comparison): Literal;
  /** Another operator than was written. */
  readonly operator?: Operator;
}

const EQUAL: readonly Operator[] = ['=', '!='];
const TEXT: readonly Operator[] = [...EQUAL, '~', '!~'];
const NUMBER: readonly Operator[] = [...EQUAL, '<', '<=', '>', '>='];

const FACTS: ReadonlyMap<string, FactKind> = new Map<string, FactKind>([
  ['function', { fact: 'function', operators: TEXT, literalOf: textOf }],
  ['status', { fact: 'status', operators: EQUAL, literalOf: statusOf }],
  ['duration', { fact: 'duration', operators: NUMBER, literalOf: durationOf }],
  ['invocation', { fact: 'invocation', operators: NUMBER, literalOf: invocationOf }],
  ['trace', { fact: 'trace', operators: EQUAL, literalOf: idOf }],
  ['span', { fact: 'span', operators: EQUAL, literalOf: idOf }],
  ['since', { fact: 'time', operators: ['='], literalOf: timeOf, operator: '>=' }],
  ['until', { fact: 'time', operators: ['='], literalOf: timeOf, operator: '<=' }],
]);

/** Whether a name means what is recorded beside the values: `status`, `since` … */
export function isFact(name: string): boolean {
  return FACTS.has(name);
}

/** The names of all facts, for completion. */
export const FACT_NAMES: readonly string[] = [...FACTS.keys()];

/** @throws QueryError for an operator or a value that makes no sense with this fact */
export function factTest(name: string, comparison: Comparison): FactCondition {
  const kind = FACTS.get(name);
  const { operator, error } = comparison;
  if (kind === undefined || !kind.operators.includes(operator))
    throw error(
      `Expected ${name} with ${listText(kind?.operators ?? [])}, got '${operator}' before the value`,
    );
  const test = valueTest(kind.operator ?? operator, kind.literalOf(comparison));
  return { kind: 'fact', fact: kind.fact, test };
}

function textOf({ operator, written, error }: Comparison): Literal {
  return operator.endsWith('~') ? patternOf(written, error) : textLiteral(written.text);
}

function statusOf({ written: { text }, error }: Comparison): Literal {
  if (!FOUND_STATUSES.some((status) => status === text))
    throw error(`Expected a status of ${listText(FOUND_STATUSES)}, got '${text}'`);
  return { kind: 'text', text };
}

function durationOf({ written: { text }, error }: Comparison): Literal {
  const value = nanosecondsOf(text);
  if (value === undefined) throw error(`Expected a duration with its unit, as 10ms or 1.5s, got '${text}'`);
  return { kind: 'number', value };
}

function invocationOf({ written: { text }, error }: Comparison): Literal {
  if (!/^\d{1,15}$/.test(text)) throw error(`Expected the number of a call, got '${text}'`);
  return { kind: 'number', value: Number(text) };
}

function idOf({ written: { text }, error }: Comparison): Literal {
  if (!/^[0-9a-f*]+$/i.test(text))
    throw error(`Expected hexadecimal digits, or the first of them and *, got '${text}'`);
  return textLiteral(text.toLowerCase());
}

function timeOf({ written: { text }, error, now }: Comparison): Literal {
  const value = momentOf(text, now);
  if (value === undefined)
    throw error(`Expected a time as 2026-11-23T10:00, or how long ago as 10m, got '${text}'`);
  return { kind: 'number', value };
}

function listText(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
