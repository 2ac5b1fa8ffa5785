import { closeSync, fstatSync } from 'node:fs';
import { join } from 'node:path';
import type { LinePlace } from '../../database/call-table.js';
import { IndexedFunctions } from '../../database/indexed-functions.js';
import { type FoundLine, linesBackwards } from '../../database/lines-backwards.js';
import { parseLine } from '../../database/parse-line.js';
import { openPlainFile } from '../../database/plain-file.js';
import { LineHead } from '../../database/skim-head.js';
import type { InputLine, OutputLine } from '../../model/log-line.js';
import { FARTHEST_BYTES } from './input-before.js';
import {
  inputInFolder,
  isWanted,
  isWantedStatus,
  keyOf,
  type TailedCall,
  type TailFilter,
} from './tailed-call.js';

/** The end of a log. */
export interface LogEnd {
  /** The last calls, in the order in which they ended; one that has not stands where it began. */
  readonly calls: readonly TailedCall[];
  /** After the last whole line. */
  readonly offset: number;
  /** Where the inputs of calls stand that had not ended, by `keyOf`, as far as they were met. */
  readonly underWay: Map<string, LinePlace>;
}

/** Reads the last calls of a database from the end of its log backwards. */
export function lastCalls(filter: TailFilter, most: number, unfinished: TailedCall['state']): LogEnd {
  const fd = openPlainFile(join(filter.part.root, 'calls.ndjson'));
  if (fd === undefined) return { calls: [], offset: 0, underWay: new Map() };
  try {
    const reader = new BackwardsReader(filter, most, unfinished);
    return reader.read(fd);
  } finally {
    closeSync(fd);
  }
}

type Draft = { -readonly [Key in keyof TailedCall]: TailedCall[Key] };

class BackwardsReader {
  readonly #filter: TailFilter;
  readonly #most: number;
  readonly #unfinished: TailedCall['state'];
  readonly #calls: Draft[] = [];
  readonly #underWay = new Map<string, LinePlace>();
  /** Calls whose end was met and whose beginning was not; those that are not shown, too. */
  readonly #ended = new Map<string, Draft | undefined>();
  readonly #head = new LineHead();
  readonly #functions = new IndexedFunctions();
  #lacking = 0;

  constructor(filter: TailFilter, most: number, unfinished: TailedCall['state']) {
    this.#filter = filter;
    this.#most = most;
    this.#unfinished = unfinished;
  }

  read(fd: number): LogEnd {
    let offset: number | undefined;
    let farthest = 0;
    for (const line of linesBackwards(fd, fstatSync(fd).size)) {
      offset ??= line.offset + line.bytes.length + 1;
      if (this.#calls.length < this.#most) farthest = line.offset - FARTHEST_BYTES;
      else if (this.#lacking === 0 || line.offset < farthest) break;
      this.#take(line);
    }
    for (const call of this.#ended.values())
      if (call !== undefined) call.input ??= inputInFolder(call.root, call.function, call.invocation);
    return { calls: this.#calls.reverse(), offset: offset ?? 0, underWay: this.#underWay };
  }

  #take({ bytes, offset }: FoundLine): void {
    if (!this.#head.skim(bytes, 0, bytes.length, true) || this.#head.kind === 'span') return;
    const { kind, nameStart, nameEnd, invocation } = this.#head;
    const name = this.#functions.at(bytes, nameStart, nameEnd)?.name;
    if (name === undefined || !isWanted(this.#filter, name, invocation)) return;
    const key = keyOf(name, invocation);
    if (kind === 'output') this.#takeOutput(key, bytes);
    else this.#takeInput(key, bytes, offset);
  }

  #takeOutput(key: string, bytes: Buffer): void {
    const isFull = this.#calls.length >= this.#most;
    const line = isFull ? undefined : parseLine(bytes.toString());
    const isShown = line?.kind === 'output' && isWantedStatus(this.#filter, line);
    this.#ended.set(key, isShown ? this.#add(line, undefined) : undefined);
    if (isShown) this.#lacking++;
  }

  #takeInput(key: string, bytes: Buffer, offset: number): void {
    const call = this.#ended.get(key);
    const hasEnded = this.#ended.delete(key);
    if (!hasEnded) this.#underWay.set(key, { offset, length: bytes.length });
    const isShown = hasEnded
      ? call !== undefined
      : this.#calls.length < this.#most && isWantedStatus(this.#filter, undefined);
    const line = isShown ? parseLine(bytes.toString()) : undefined;
    if (call !== undefined) {
      this.#lacking--;
      if (line?.kind === 'input') call.input = line;
    } else if (line?.kind === 'input') this.#add(undefined, line);
  }

  #add(output: OutputLine | undefined, input: InputLine | undefined): Draft {
    const { root } = this.#filter.part;
    const { function: name = '', invocation = 0 } = output ?? input ?? {};
    const state = output?.status ?? this.#unfinished;
    const call = { root, function: name, invocation, state, input, output };
    this.#calls.push(call);
    return call;
  }
}
