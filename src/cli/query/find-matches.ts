import { isJsonObject } from '../../capture/revive-descriptor.js';
import type { CallRecord, FoundValue } from './call-record.js';
import type { Condition, FactCondition, PathCondition, Query, WordCondition } from './query.js';
import { NO_SCALAR, type Scalar, scalarOf } from './scalar.js';

/** What of a call made a condition true. */
export type Match =
  | { readonly kind: 'value'; readonly path: string; readonly value: FoundValue }
  | { readonly kind: 'word'; readonly root: string; readonly text: string; readonly word: string }
  | { readonly kind: 'fact'; readonly fact: FactCondition['fact'] };

/** What of a call makes a query true; `undefined` where it is not. */
export function findMatches(query: Query, record: CallRecord): readonly Match[] | undefined {
  if ('terms' in query) return (query.kind === 'and' ? allOf : anyOf)(query.terms, record);
  if ('term' in query) return findMatches(query.term, record) === undefined ? [] : undefined;
  return matchesOf(query, record);
}

function allOf(terms: readonly Query[], record: CallRecord): readonly Match[] | undefined {
  const matches: Match[] = [];
  for (const term of terms) {
    const found = findMatches(term, record);
    if (found === undefined) return undefined;
    matches.push(...found);
  }
  return matches;
}

function anyOf(terms: readonly Query[], record: CallRecord): readonly Match[] | undefined {
  const found = terms.map((term) => findMatches(term, record)).filter((matches) => matches !== undefined);
  return found.length === 0 ? undefined : found.flat();
}

function matchesOf(condition: Condition, record: CallRecord): readonly Match[] | undefined {
  if (condition.kind === 'path') return valueMatch(condition, record);
  if (condition.kind === 'word') return wordMatch(condition, record);
  const { fact, test } = condition;
  const value = factOf(record, fact);
  return value !== NO_SCALAR && test.isTrue(value) ? [{ kind: 'fact', fact }] : undefined;
}

/** The first value at the path for which the test is true. */
function valueMatch({ path, test }: PathCondition, record: CallRecord): readonly Match[] | undefined {
  const value = record.valuesAt(path).find(({ descriptor }) => {
    const scalar = scalarOf(descriptor);
    return scalar !== NO_SCALAR && test.isTrue(scalar);
  });
  return value && [{ kind: 'value', path: path.text, value }];
}

function wordMatch({ word }: WordCondition, record: CallRecord): readonly Match[] | undefined {
  const { function: name } = record.input;
  if (name.includes(word)) return [{ kind: 'word', root: 'function', text: name, word }];
  for (const { root, descriptor } of record.parts) {
    const text = textWith(word, descriptor);
    if (text !== undefined) return [{ kind: 'word', root, text, word }];
  }
  return undefined;
}

/** The first string, number or key in a descriptor that has a word in it. */
function textWith(word: string, descriptor: unknown): string | undefined {
  const pending = [descriptor];
  while (pending.length > 0) {
    const next = pending.pop();
    const texts = isJsonObject(next) && !Object.hasOwn(next, '$') ? Object.keys(next) : [];
    const scalar =
      typeof next === 'object' && next !== null && !isJsonObject(next) ? NO_SCALAR : scalarOf(next);
    if (scalar !== NO_SCALAR) texts.push(scalarText(scalar));
    const found = texts.find((text) => text.includes(word));
    if (found !== undefined) return found;
    if (typeof next === 'object' && next !== null) pending.push(...partsOf(next).reverse());
  }
  return undefined;
}

/** What stands in a descriptor, without what it says of itself. */
function partsOf(descriptor: object): unknown[] {
  if (!isJsonObject(descriptor) || !Object.hasOwn(descriptor, '$')) return Object.values(descriptor);
  const { $: kind, class: className, props, entries, values, items, value, head, cause, errors } = descriptor;
  if (kind === 'ref' || kind === 'bigint' || kind === 'number' || kind === 'Date') return [];
  return [className, value, head, cause, errors, props, entries, values, items].filter(
    (part) => part !== undefined,
  );
}

function scalarText(scalar: Scalar): string {
  return scalar instanceof Date && !Number.isNaN(scalar.getTime()) ? scalar.toISOString() : String(scalar);
}

function factOf({ input, output }: CallRecord, fact: FactCondition['fact']): Scalar | typeof NO_SCALAR {
  switch (fact) {
    case 'function':
      return input.function;
    case 'invocation':
      return input.invocation;
    case 'trace':
      return input.trace_id;
    case 'span':
      return input.span_id;
    case 'time':
      return BigInt(input.start_time);
    case 'status':
      return output?.status ?? 'unfinished';
    case 'duration':
      return output?.duration_ns ?? NO_SCALAR;
  }
}
