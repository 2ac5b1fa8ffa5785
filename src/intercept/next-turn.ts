import { EventEmitter } from 'node:events';
import process from 'node:process';
import { apply } from '../capture/intrinsics.js';
import { setImmediate } from '../model/timers.js';

/** Taken before the program can replace them. */
const { off, on } = EventEmitter.prototype;

/**
 * Puts work off until Node has had its say about the unhandled rejections of this turn: to the next one, or to the
 * process's end.
 */
export class NextTurn {
  #tasks: (() => void)[] = [];

  add(task: () => void): void {
    this.#tasks[this.#tasks.length] = task;
    if (this.#tasks.length > 1) return;
    attempt(on, this.#run);
    setImmediate(this.#run);
  }

  readonly #run = (): void => {
    const tasks = this.#tasks;
    this.#tasks = [];
    attempt(off, this.#run);
    for (let index = 0; index < tasks.length; index++) tasks[index]?.();
  };
}

/** What a program has replaced may throw there; the next turn comes all the same. */
function attempt(method: typeof on, listener: () => void): void {
  try {
    apply(method, process, ['exit', listener]);
  } catch {
    // The process ends without our work, should it end before that.
  }
}
