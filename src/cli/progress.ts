import { type Bar, SingleBar } from 'cli-progress';
import { safeLine } from '../model/safe-text.js';
import type { Terminal } from './terminal.js';

/** What takes less is done before anyone asks how far it is. */
const PATIENCE_MS = 1000;

/** How a piece of work tells how far it is. */
export interface Progress {
  /** So much more is done, in the unit of the total. */
  advance(amount: number): void;
  /** So much of so much is done; each phase of a piece of work has a bar of its own. */
  reach(done: number, total: number, phase?: string): void;
  /** Writes to the standard output, the bar out of the way. */
  write(text: string): void;
}

/**
 * Does some work, with a bar on the standard error for what takes longer than a second, if that is a terminal and
 * bars are wanted. The bar is gone when the work is done.
 * @param total how much there is to do, in any unit: bytes, calls; 0 where `reach` tells
 */
export async function withProgress<Result>(
  terminal: Terminal,
  title: string,
  total: number,
  work: (progress: Progress) => Result | Promise<Result>,
): Promise<Result> {
  const bar = new DelayedBar(terminal, title, total);
  try {
    return await work(bar);
  } finally {
    bar.hide();
  }
}

class DelayedBar implements Progress {
  readonly #terminal: Terminal;
  readonly #title: string;
  #total: number;
  #phase = '';
  readonly #begun = performance.now();
  #done = 0;
  #shown: Bar | undefined;

  constructor(terminal: Terminal, title: string, total: number) {
    this.#terminal = terminal;
    this.#title = safeLine(title);
    this.#total = total;
  }

  advance(amount: number): void {
    this.#done = Math.min(this.#done + amount, this.#total);
    if (this.#shown !== undefined) this.#shown.update(this.#done);
    else if (performance.now() - this.#begun > PATIENCE_MS) this.#show();
  }

  reach(done: number, total: number, phase = ''): void {
    if (phase !== this.#phase) this.hide();
    this.#phase = phase;
    this.#total = total;
    this.#shown?.setTotal(total);
    this.#done = 0;
    this.advance(done);
  }

  write(text: string): void {
    this.hide();
    this.#terminal.write(text);
  }

  hide(): void {
    this.#shown?.stop();
    this.#shown = undefined;
  }

  #show(): void {
    const { progressStream: stream } = this.#terminal;
    if (stream === undefined) return;
    this.#shown = new SingleBar({
      stream,
      format: `${[this.#title, this.#phase].join(' ').trimEnd()} {bar} {percentage} %`,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 30,
      clearOnComplete: true,
      linewrap: true, // as it is: nothing of the terminal needs to be set right after Ctrl-C
      gracefulExit: false,
    });
    this.#shown.start(this.#total, this.#done);
  }
}
