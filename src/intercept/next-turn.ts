import { setImmediate } from '../model/timers.js';

/**
 * Puts work off until Node has had its say about the unhandled rejections of this turn: to the next one, or to the
 * process's end.
 */
export class NextTurn {
  #tasks: (() => void)[] = [];

  add(task: () => void): void {
    if (this.#tasks.push(task) > 1) return;
    process.on('exit', this.#run);
    setImmediate(this.#run);
  }

  readonly #run = (): void => {
    const tasks = this.#tasks;
    this.#tasks = [];
    process.off('exit', this.#run);
    for (const task of tasks) task();
  };
}
