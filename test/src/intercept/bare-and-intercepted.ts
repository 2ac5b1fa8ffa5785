import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type AnyFunction, type InterceptOptions, intercept } from 'callmonitor';

/** `intercept`, or what leaves a function as it is. */
export type Wrap = <F extends AnyFunction>(fn: F, options?: InterceptOptions) => F;

const bare: Wrap = (fn) => fn;

/** A test that a program sees the same of a function, bare and intercepted. */
export function seesTheSame(title: string, program: (wrap: Wrap) => unknown): void {
  it(title, async () => {
    const expected = await program(bare);
    assert.notEqual(expected, undefined, 'the program says what it sees');
    assert.deepEqual(await program(intercept as Wrap), expected);
  });
}

/** What a function throws. */
export function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: 'nothing was thrown' });
}
