import type { FunctionIndex } from '../../database/indexed-functions.js';
import { LineNeedle } from '../../database/line-needle.js';
import type { CallLine } from '../../database/log-lines.js';
import type { OutputHead } from '../../database/skim-output.js';
import { type Condition, type FactCondition, OUTPUT_ROOTS, type PathCondition, type Query } from './query.js';
import type { Literal, ValueTest } from './value-test.js';

/** Conditions beyond these are not looked at beforehand. */
const MOST_BITS = 30;
/** Keys of paths that are no keys of the record, but said of a value. */
const SAID_OF_VALUES = new Set([
  'length',
  'size',
  'shape',
  'dtype',
  'value',
  'name',
  'message',
  'stack',
  'source',
  'flags',
]);
/** Runs of these are written by every writer of JSON as they are. */
const PLAIN_RUN = /[A-Za-z0-9_]{2,}/g;

/** Whether a condition may be true, as far as the bytes of the lines tell. */
interface Glance {
  readonly bit: number;
  /** What the input line alone leaves possible. */
  mayByInput(line: CallLine): boolean;
  /** Whether that is settled by the input line: the output changes nothing. */
  readonly isOfInput: boolean;
  mayByOutput(line: CallLine, head: OutputHead): boolean;
  readonly mayUnfinished: boolean;
}

type Filter =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Filter[] }
  | { readonly kind: 'glance'; readonly glance: Glance }
  | { readonly kind: 'constant'; readonly isTrue: boolean };

/**
 * Tells by the bytes of a function's lines which calls cannot be meant, so that only the others are parsed: by
 * texts that must stand in them, by status and duration at the line's head. Whoever passes may still not match.
 */
export class LineFilter {
  readonly #filter: Filter;
  readonly #glances: Glance[] = [];

  constructor(query: Query, index: FunctionIndex) {
    this.#filter = this.#filterOf(query, index, false);
  }

  /** What is known from a call's input line: `undefined` where it cannot be meant, else for the other two. */
  input(line: CallLine): number | undefined {
    let seen = 0;
    for (const glance of this.#glances) if (glance.mayByInput(line)) seen |= glance.bit;
    return this.#isPossible(this.#filter, (glance) => !glance.isOfInput || isSet(seen, glance))
      ? seen
      : undefined;
  }

  /** Whether a call may be meant whose input gave `seen`. */
  output(line: CallLine, head: OutputHead, seen: number): boolean {
    return this.#isPossible(
      this.#filter,
      (glance) => isSet(seen, glance) || (!glance.isOfInput && glance.mayByOutput(line, head)),
    );
  }

  /** The same for a call without an output. */
  unfinished(seen: number): boolean {
    return this.#isPossible(this.#filter, (glance) => isSet(seen, glance) || glance.mayUnfinished);
  }

  #isPossible(filter: Filter, may: (glance: Glance) => boolean): boolean {
    if (filter.kind === 'constant') return filter.isTrue;
    if (filter.kind === 'glance') return may(filter.glance);
    return filter.kind === 'and'
      ? filter.terms.every((term) => this.#isPossible(term, may))
      : filter.terms.some((term) => this.#isPossible(term, may));
  }

  #filterOf(query: Query, index: FunctionIndex, isNegated: boolean): Filter {
    if ('term' in query) return this.#filterOf(query.term, index, !isNegated);
    if ('terms' in query) {
      const terms = query.terms.map((term) => this.#filterOf(term, index, isNegated));
      return { kind: (query.kind === 'and') === isNegated ? 'or' : 'and', terms };
    }
    return this.#conditionFilter(query, index, isNegated);
  }

  #conditionFilter(condition: Condition, index: FunctionIndex, isNegated: boolean): Filter {
    if (condition.kind === 'fact' && condition.fact === 'function')
      return constant(condition.test.isTrue(index.name) !== isNegated);
    if (condition.kind === 'word' && index.name.includes(condition.word)) return constant(!isNegated);
    const bit = 1 << this.#glances.length;
    const glance = this.#glances.length < MOST_BITS ? glanceOf(condition, index, isNegated) : undefined;
    if (glance === undefined) return constant(true);
    this.#glances.push({ ...glance, bit });
    return { kind: 'glance', glance: { ...glance, bit } };
  }
}

function glanceOf(
  condition: Condition,
  index: FunctionIndex,
  isNegated: boolean,
): Omit<Glance, 'bit'> | undefined {
  if (condition.kind === 'fact') return factGlance(condition, isNegated);
  if (isNegated) return undefined;
  if (condition.kind === 'path') return pathGlance(condition, index);
  const needles = plainRuns(condition.word).map((run) => new LineNeedle(run));
  if (needles.length === 0) return undefined;
  const isIn = (line: CallLine) => needles.every((needle) => needle.isIn(line));
  return { mayByInput: isIn, isOfInput: false, mayByOutput: isIn, mayUnfinished: false };
}

function factGlance({ fact, test }: FactCondition, isNegated: boolean): Omit<Glance, 'bit'> | undefined {
  if (fact === 'invocation') return inputGlance(({ invocation }) => test.isTrue(invocation) !== isNegated);
  if (fact === 'status' || fact === 'duration') {
    const readHead = (head: OutputHead) => (fact === 'status' ? head.status : head.durationNs);
    return {
      mayByInput: () => false,
      isOfInput: false,
      mayByOutput: (_, head) => test.isTrue(readHead(head)) !== isNegated,
      mayUnfinished: fact === 'duration' ? isNegated : test.isTrue('unfinished') !== isNegated,
    };
  }
  const needles = isNegated || test.operator !== '=' ? [] : needlesOf(test.literal);
  return needles.length === 0
    ? undefined
    : inputGlance((line) => needles.every((needle) => needle.isIn(line)));
}

function inputGlance(mayByInput: (line: CallLine) => boolean): Omit<Glance, 'bit'> {
  return { mayByInput, isOfInput: true, mayByOutput: () => false, mayUnfinished: false };
}

function pathGlance({ path, test }: PathCondition, index: FunctionIndex): Omit<Glance, 'bit'> | undefined {
  const isOfOutput = OUTPUT_ROOTS.includes(path.root);
  if (!isOfOutput && hasDefault(index, path.root)) return undefined;
  const keys = path.steps.flatMap((step) =>
    step.kind === 'key' && !SAID_OF_VALUES.has(step.key)
      ? plainRuns(step.key).filter((run) => !/^\d+$/.test(run))
      : [],
  );
  const needles = keys.map((key) => new LineNeedle(key));
  const binary = new LineNeedle('"ndarray"');
  const values = valueNeedles(test);
  if (needles.length === 0 && values.length === 0 && !isOfOutput) return undefined;
  const may = (line: CallLine) =>
    needles.every((needle) => needle.isIn(line)) &&
    (values.every((needle) => needle.isIn(line)) || binary.isIn(line));
  if (!isOfOutput) return inputGlance(may);
  return { mayByInput: () => false, isOfInput: false, mayByOutput: may, mayUnfinished: false };
}

/** What was not passed does not stand in the line. */
function hasDefault({ line }: FunctionIndex, name: string): boolean {
  const { argspec } = line ?? {};
  return (
    argspec !== undefined && (Object.hasOwn(argspec.defaults, name) || argspec.kwonlyargs.includes(name))
  );
}

function valueNeedles(test: ValueTest): LineNeedle[] {
  return test.operator === '=' ? needlesOf(test.literal) : [];
}

/** Texts that stand in the line wherever the literal's value does; a date may be written in several ways. */
function needlesOf(literal: Literal): LineNeedle[] {
  if (literal.kind === 'number')
    return isPlainInteger(literal.value) ? [new LineNeedle(String(literal.value))] : [];
  const texts = literal.kind === 'glob' ? literal.parts : literal.kind === 'text' ? [literal.text] : [];
  if (texts.some((text) => /^\d{4}-/.test(text) && !Number.isNaN(Date.parse(text)))) return [];
  return texts.flatMap(plainRuns).map((run) => new LineNeedle(run));
}

/** Other numbers have more than one usual way of writing: `1e21`, `0.000001`. */
function isPlainInteger(value: number | bigint): boolean {
  return value > 0 && value < 1e15 && Number.isInteger(Number(value));
}

/** The longest of the runs is enough. */
function plainRuns(text: string): string[] {
  const runs = text.match(PLAIN_RUN) ?? [];
  return runs.toSorted((a, b) => b.length - a.length).slice(0, 1);
}

function isSet(seen: number, { bit }: Glance): boolean {
  return (seen & bit) !== 0;
}

function constant(isTrue: boolean): Filter {
  return { kind: 'constant', isTrue };
}
