import type { Source } from '../../../../instrumentations/transform/source.js';

/** A program that says what it sees through a global `log`. */
export interface Program {
  readonly title: string;
  readonly code: string;
  /** Names of the functions that it calls, in order, when all are selected; `anonymous` for any number without one. */
  readonly calls: string;
  /** As what it runs; default both. */
  readonly kinds?: readonly Source['kind'][];
}

export const COMMONJS: readonly Source['kind'][] = ['commonjs'];
export const MODULE: readonly Source['kind'][] = ['module'];
export const BOTH: readonly Source['kind'][] = ['commonjs', 'module'];
