import { resolve } from 'node:path';
import { isWriting } from '../../database/is-writing.js';
import { readMetadata } from '../../database/metadata.js';
import { DatabaseNotFoundError } from '../../model/errors.js';
import { safeLine } from '../../model/safe-text.js';
import { chooseParts, type DatabasePart } from '../choose-parts.js';
import type { ValueTest } from '../query/value-test.js';
import type { Terminal } from '../terminal.js';
import { ChangeWatcher } from './change-watcher.js';
import { lastCalls } from './last-calls.js';
import { LogFollower } from './log-follower.js';
import { TailPrinter } from './tail-printer.js';
import { type TailedCall, type TailFilter, timeOf } from './tailed-call.js';

/** What `tail` shows, and for how long. */
export interface TailOptions {
  readonly isFollowing: boolean;
  /** Whether databases that come later are followed, too. */
  readonly isRetrying: boolean;
  /** How many of the last calls. */
  readonly most: number;
  readonly function: ValueTest | undefined;
  readonly status: string | undefined;
  readonly isStartShown: boolean;
  readonly isJson: boolean;
}

/**
 * Shows the last calls of databases, and calls as they come: until all are closed, or for ever.
 * @throws DatabaseNotFoundError where there is no database and none is waited for
 */
export async function followCalls(
  terminal: Terminal,
  paths: readonly string[],
  options: TailOptions,
): Promise<void> {
  const tail = new Tail(terminal, paths, options);
  try {
    await tail.run();
  } finally {
    tail.close();
  }
}

class Tail {
  readonly #terminal: Terminal;
  readonly #paths: readonly string[];
  readonly #options: TailOptions;
  readonly #printer: TailPrinter;
  readonly #watcher = new ChangeWatcher();
  readonly #known = new Set<string>();
  #followers: LogFollower[] = [];
  #isFirstPoll = true;

  constructor(terminal: Terminal, paths: readonly string[], options: TailOptions) {
    this.#terminal = terminal;
    this.#paths = paths;
    this.#options = options;
    this.#printer = new TailPrinter(terminal, options.isJson);
  }

  async run(): Promise<void> {
    const present = this.#options.isFollowing ? this.#partsSoFar() : chooseParts(this.#paths);
    this.#showLast(present);
    if (!this.#options.isFollowing) return;
    if (present.length === 0)
      this.#say(
        `waiting for a database${this.#paths.length > 0 ? ` ${this.#paths.join(' ')}` : ' call-monitor* here'}`,
      );
    while (this.#isExpecting()) {
      this.#poll();
      if (this.#isExpecting()) await this.#watcher.wait();
    }
  }

  close(): void {
    this.#watcher.close();
  }

  #isExpecting(): boolean {
    return this.#followers.length > 0 || this.#options.isRetrying || this.#known.size === 0;
  }

  #showLast(parts: readonly DatabasePart[]): void {
    this.#printer.hasSeveral = parts.length > 1;
    const calls: TailedCall[] = [];
    for (const part of parts) {
      const filter = this.#filterOf(part);
      const end = lastCalls(filter, this.#options.most, stateOfUnfinished(part));
      calls.push(...end.calls);
      this.#follow(filter, end);
    }
    const ordered = parts.length > 1 ? calls.sort((a, b) => Number(timeOf(a) - timeOf(b))) : calls;
    for (const call of ordered.slice(Math.max(ordered.length - this.#options.most, 0)))
      this.#printer.show(call);
  }

  #follow(filter: TailFilter, from: Pick<ReturnType<typeof lastCalls>, 'offset' | 'underWay'>): void {
    const { root } = filter.part;
    this.#known.add(resolve(root));
    if (!this.#options.isFollowing) return;
    this.#watcher.add(root);
    const show = (call: TailedCall) => this.#printer.show(call);
    this.#followers.push(new LogFollower({ filter, isStartShown: this.#options.isStartShown, show }, from));
  }

  #poll(): void {
    const { isRetrying } = this.#options;
    if (isRetrying || this.#known.size === 0) this.#takeNew();
    this.#followers = this.#followers.filter((follower) => {
      const end = follower.poll();
      if (end === 'gone') this.#say(`${follower.root} ended badly: its process is gone`);
      else if (end === 'closed' && this.#isFirstPoll && !isRetrying)
        this.#say(`${follower.root} is closed; -F waits for the next database`);
      return end === undefined;
    });
    this.#isFirstPoll = false;
  }

  /** Databases that were not there before are shown from their first call on. */
  #takeNew(): void {
    const found = this.#partsSoFar().filter(({ root }) => !this.#known.has(resolve(root)));
    this.#printer.hasSeveral ||= this.#known.size + found.length > 1;
    for (const part of found) this.#follow(this.#filterOf(part), { offset: 0, underWay: new Map() });
  }

  #partsSoFar(): readonly DatabasePart[] {
    try {
      return chooseParts(this.#paths);
    } catch (error) {
      if (error instanceof DatabaseNotFoundError) return [];
      throw error;
    }
  }

  #filterOf(part: DatabasePart): TailFilter {
    return { part, function: this.#options.function, status: this.#options.status };
  }

  #say(text: string): void {
    this.#terminal.writeError(`${this.#terminal.paintError.dim(safeLine(`callmonitor: ${text}`))}\n`);
  }
}

function stateOfUnfinished({ root }: DatabasePart): TailedCall['state'] {
  const metadata = readMetadata(root);
  return metadata !== undefined && !metadata.locked && isWriting(metadata.process) ? 'running' : 'never';
}
