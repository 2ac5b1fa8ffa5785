import type { ValueTest } from './value-test.js';

/** What a call is looked for by: the language of `grep`. */
export type Query =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Query[] }
  | { readonly kind: 'not'; readonly term: Query }
  | Condition;

/** What is true of a call or not. */
export type Condition = WordCondition | PathCondition | FactCondition;

/** A text that stands somewhere in the call: in its name, in a string, number or name of a property. */
export interface WordCondition {
  readonly kind: 'word';
  readonly word: string;
}

/** Some value at a path. */
export interface PathCondition {
  readonly kind: 'path';
  readonly path: ValuePath;
  readonly test: ValueTest;
}

/** What is recorded of a call beside its values. */
export interface FactCondition {
  readonly kind: 'fact';
  readonly fact: Fact;
  readonly test: ValueTest;
}

export type Fact = 'function' | 'status' | 'duration' | 'invocation' | 'trace' | 'span' | 'time';

/** `args[0].id`: the root is a part of the record, or the name of an argument. */
export interface ValuePath {
  readonly text: string;
  readonly root: string;
  readonly steps: readonly PathStep[];
}

/** A property, key or index; or each of them. */
export type PathStep = { readonly kind: 'key'; readonly key: string } | { readonly kind: 'each' };

/** The parts of a record that a path may begin at; any other beginning is the name of an argument. */
export const INPUT_ROOTS: readonly string[] = ['args', 'kwargs', 'this'];
export const OUTPUT_ROOTS: readonly string[] = ['result', 'error', 'args_after'];
