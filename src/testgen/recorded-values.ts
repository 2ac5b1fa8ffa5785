import { isDeepStrictEqual } from 'node:util';
import type { Call } from '../database/call.js';
import type { FileContext } from './file-context.js';
import type { KnownClasses } from './known-classes.js';
import { literalOf } from './literal.js';
import { NoLiteral } from './primitive-text.js';
import { type Expression, lengthOf, plain } from './script-text.js';
import { survey } from './survey.js';

/** Bytes of a descriptor for each of a literal: what is longer than that is not even tried. */
const MOST_TIMES = 4;

/** Writes the values of one call: as literals where they are short, else as what is loaded. */
export class RecordedValues {
  readonly call: Call;
  /** Whether something has to be loaded. */
  isLoading = false;
  readonly #context: FileContext;
  readonly #known: KnownClasses;

  constructor(call: Call, context: FileContext, known: KnownClasses) {
    this.call = call;
    this.#context = context;
    this.#known = known;
  }

  /** The arguments, as literals; `undefined` where they are to be loaded. */
  inlineArguments(receiver: unknown): Expression[] | undefined {
    const { args, kwargs } = this.call.inputLine;
    const descriptors = [
      receiver === undefined ? null : this.call.inputLine.this,
      args,
      ...Object.values(kwargs),
    ];
    return this.#literals(descriptors, [
      ...this.call.arguments,
      ...(receiver === undefined ? [] : [receiver]),
    ]);
  }

  /** One value, as a literal or by the name under which it is loaded. */
  expression(descriptor: unknown, value: unknown, loaded: string): Expression {
    const [literal] = this.#literals([descriptor], [value]) ?? [];
    if (literal !== undefined) return literal;
    this.isLoading = true;
    return plain(loaded);
  }

  /** What the test calls the class that a prototype stands for; `undefined` for one that it does not know. */
  classReference(prototype: object): string | undefined {
    const known = this.#known.byPrototype(prototype);
    return known && this.#context.referenceTo(known);
  }

  /** The positions of the arguments that the function changed. */
  changedArguments(): number[] {
    const after = this.call.argsAfter;
    if (!Array.isArray(after)) return [];
    return this.call.arguments.flatMap((value, at) => (isDeepStrictEqual(value, after[at]) ? [] : [at]));
  }

  #literals(descriptors: readonly unknown[], values: readonly unknown[]): Expression[] | undefined {
    const { inlineBytes, isTyped } = this.#context.style;
    const options = { isTyped, classNames: (prototype: object) => this.classReference(prototype) };
    const { size, isShared } = survey(descriptors);
    if (isShared || size > MOST_TIMES * inlineBytes) return undefined;
    try {
      const literals = values.map((value) => literalOf(value, options));
      const length = literals.reduce((sum, each) => sum + lengthOf(each), 0);
      return length <= inlineBytes || isScalar(values) ? literals : undefined;
    } catch (error) {
      if (error instanceof NoLiteral) return undefined;
      throw error;
    }
  }
}

/** Loading a single number is never shorter. */
function isScalar(values: readonly unknown[]): boolean {
  return (
    values.length <= 1 && values.every((value) => typeof value !== 'object' && typeof value !== 'string')
  );
}
