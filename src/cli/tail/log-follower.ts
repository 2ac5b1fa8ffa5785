import { hostname } from 'node:os';
import { join } from 'node:path';
import type { LinePlace } from '../../database/call-table.js';
import { isWriting } from '../../database/is-writing.js';
import { type CallLine, LogLines } from '../../database/log-lines.js';
import { LogReader } from '../../database/log-reader.js';
import { type DatabaseMetadata, readMetadata } from '../../database/metadata.js';
import { parseLine } from '../../database/parse-line.js';
import { RecordNotFoundError } from '../../model/errors.js';
import type { InputLine } from '../../model/log-line.js';
import { runSteps } from '../../model/run-steps.js';
import { inputBefore } from './input-before.js';
import type { LogEnd } from './last-calls.js';
import {
  inputInFolder,
  isWanted,
  isWantedStatus,
  keyOf,
  type TailedCall,
  type TailFilter,
} from './tailed-call.js';

/** What is told of a log that is being written. */
export interface FollowOptions {
  readonly filter: TailFilter;
  /** Whether calls are shown when they start, too. */
  readonly isStartShown: boolean;
  show(call: TailedCall): void;
}

/** Why nothing more will come. */
export type FollowEnd = 'closed' | 'gone';

/** Takes up what is written to the log of one database. */
export class LogFollower {
  readonly root: string;
  readonly #options: FollowOptions;
  readonly #lines = new LogLines((line) => this.#take(line));
  readonly #reader: LogReader;
  readonly #underWay: Map<string, LinePlace>;
  /** What was there before is looked at only for the beginnings of calls that end later. */
  readonly #start: number;
  #offset: number;

  /** @param from what was read already */
  constructor(options: FollowOptions, from: Pick<LogEnd, 'offset' | 'underWay'>) {
    this.#options = options;
    this.root = options.filter.part.root;
    this.#reader = new LogReader(join(this.root, 'calls.ndjson'));
    this.#start = from.offset;
    this.#offset = from.offset;
    this.#underWay = from.underWay;
  }

  /** Shows what has come since the last time. At the end, which it returns, also the calls that never came back. */
  poll(): FollowEnd | undefined {
    const metadata = readMetadata(this.root); // before the log: what is closed grows no more
    this.#read();
    const end = this.#endOf(metadata);
    if (end !== undefined) this.#showUnfinished();
    return end;
  }

  #endOf(metadata: DatabaseMetadata | undefined): FollowEnd | undefined {
    if (metadata === undefined) return 'gone';
    if (metadata.locked || this.#lines.isClosed) return 'closed';
    const { host, pid } = metadata.process;
    if (host !== hostname() || pid === undefined || isWriting(metadata.process)) return undefined;
    this.#read(); // the process may have written until it went
    return this.#lines.isClosed ? 'closed' : 'gone';
  }

  #read(): void {
    this.#offset = runSteps(this.#lines.read(this.#reader.path, this.#offset));
  }

  #showUnfinished(): void {
    const { filter, show } = this.#options;
    if (!isWantedStatus(filter, undefined)) return;
    for (const place of this.#underWay.values()) {
      const input = this.#parsed(place);
      if (input?.kind !== 'input') continue;
      const { function: name, invocation } = input;
      show({ root: this.root, function: name, invocation, state: 'never', input, output: undefined });
    }
  }

  #take(line: CallLine): void {
    const { filter } = this.#options;
    if (!isWanted(filter, line.index.name, line.invocation)) return;
    if (line.kind === 'input') this.#takeInput(line);
    else this.#takeOutput(line);
  }

  #takeInput(line: CallLine): void {
    const { offset, length, index, invocation } = line;
    this.#underWay.set(keyOf(index.name, invocation), { offset, length });
    if (!this.#options.isStartShown || !isWantedStatus(this.#options.filter, undefined)) return;
    this.#show(line, undefined);
  }

  #takeOutput(line: CallLine): void {
    const output = this.#parsed(line);
    if (output?.kind === 'output' && isWantedStatus(this.#options.filter, output)) this.#show(line, output);
    this.#underWay.delete(keyOf(line.index.name, line.invocation));
  }

  #show({ index: { name }, invocation }: CallLine, output: TailedCall['output']): void {
    const place = this.#underWay.get(keyOf(name, invocation));
    const line = place && this.#parsed(place);
    const input = line?.kind === 'input' ? line : this.#earlierInput(name, invocation);
    const state = output?.status ?? 'started';
    this.#options.show({ root: this.root, function: name, invocation, state, input, output });
  }

  /** Of a call that began before what was read; the view may not have its folder yet. */
  #earlierInput(name: string, invocation: number): InputLine | undefined {
    return (
      inputInFolder(this.root, name, invocation) ?? inputBefore(this.#start, this.root, name, invocation)
    );
  }

  #parsed(place: LinePlace): ReturnType<typeof parseLine> | undefined {
    try {
      return parseLine(this.#reader.read(place));
    } catch (error) {
      if (error instanceof RecordNotFoundError) return undefined;
      throw error;
    }
  }
}
