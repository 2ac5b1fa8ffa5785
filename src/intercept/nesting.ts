/** Half of the stack that V8 gives a thread is enough for the frames of so many calls. */
const MOST_NESTED = 1000;

/**
 * How deep intercepted calls are nested in each other at the moment. Each takes some 300 bytes of stack for itself:
 * beyond `most`, those of a recursion pass by unseen, so that a program which comes near the end of its stack does
 * not meet it because of us.
 */
export class Nesting {
  depth = 0;
  most = MOST_NESTED;
  readonly #warn: (message: string) => void;
  #isTold = false;

  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  /** Says, once, that calls go by unseen. */
  tell(): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#warn(
      `a recursion is more than ${this.most} intercepted calls deep; what lies deeper is not recorded, to leave the program its stack (callmonitor run has a larger one)`,
    );
  }
}
