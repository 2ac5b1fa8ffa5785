import { join } from 'node:path';
import type { LinePlace } from '../../database/call-table.js';
import type { FunctionIndex } from '../../database/indexed-functions.js';
import type { CallLine } from '../../database/log-lines.js';
import { LogReader } from '../../database/log-reader.js';
import { NO_ARGSPEC, parseLine } from '../../database/parse-line.js';
import { isPlainFolder } from '../../database/plain-file.js';
import { OutputHead } from '../../database/skim-output.js';
import { folderNameOf } from '../../database/summarize-functions.js';
import { getOrAdd } from '../../model/get-or-add.js';
import type { OutputLine } from '../../model/log-line.js';
import type { PartVisitor, ScannedPart } from '../scan-parts.js';
import { CallRecord } from './call-record.js';
import { findMatches, type Match } from './find-matches.js';
import { LineFilter } from './line-filter.js';
import type { Query } from './query.js';

/** A call that a query is true of. */
export interface MatchedCall {
  readonly part: ScannedPart;
  readonly record: CallRecord;
  readonly matches: readonly Match[];
  /** Where the folder of the call is, or would be. */
  readonly path: string;
}

/** Told of matches and damage. */
export interface MatchListener {
  /** Returns whether it wants more. */
  found(call: MatchedCall): boolean;
  damaged(): void;
}

interface Candidate extends LinePlace {
  /** What the filter saw in the input line. */
  readonly seen: number;
}

/**
 * Finds the calls of one database that a query is true of: in the order in which they ended, then those that never
 * came back. Of a call that is under way it keeps where its input line is.
 */
export class CallMatcher implements PartVisitor {
  isDone = false;
  readonly #part: ScannedPart;
  readonly #query: Query;
  readonly #listener: MatchListener;
  readonly #filters = new Map<FunctionIndex, LineFilter>();
  readonly #underWay = new Map<FunctionIndex, Map<number, Candidate>>();
  readonly #head = new OutputHead();
  readonly #inputs: LogReader;

  constructor(part: ScannedPart, query: Query, listener: MatchListener) {
    this.#part = part;
    this.#query = query;
    this.#listener = listener;
    this.#inputs = new LogReader(join(part.root, 'calls.ndjson'));
  }

  line(line: CallLine): void {
    if (this.isDone) return;
    if (line.kind === 'input') this.#start(line);
    else this.#end(line);
  }

  end(): void {
    for (const [index, calls] of this.#underWay) {
      const filter = this.#filterOf(index);
      for (const candidate of calls.values()) {
        if (this.isDone) return;
        if (filter.unfinished(candidate.seen)) this.#check(index, candidate, () => undefined);
      }
    }
  }

  #start(line: CallLine): void {
    const { index, invocation, offset, length } = line;
    const seen = this.#filterOf(index).input(line);
    if (seen === undefined) return;
    getOrAdd(this.#underWay, index, () => new Map()).set(invocation, { offset, length, seen });
  }

  #end(line: CallLine): void {
    const { index, invocation } = line;
    const calls = this.#underWay.get(index);
    const candidate = calls?.get(invocation);
    if (candidate === undefined) return;
    calls?.delete(invocation);
    if (!this.#head.read(line, this.#part.lines)) this.#listener.damaged();
    else if (this.#filterOf(index).output(line, this.#head, candidate.seen))
      this.#check(index, candidate, () => this.#readOutput(line));
  }

  #check(index: FunctionIndex, candidate: LinePlace, readOutput: () => OutputLine | undefined): void {
    const input = parseLine(this.#inputs.read(candidate));
    if (input.kind !== 'input') return this.#listener.damaged();
    const pathOf = () => join(this.#part.root, folderNameOf(index), String(input.invocation));
    const folder = () => (isPlainFolder(pathOf()) ? pathOf() : undefined);
    const record = new CallRecord({ argspec: index.line?.argspec ?? NO_ARGSPEC, input, readOutput, folder });
    const matches = findMatches(this.#query, record);
    if (matches === undefined) return;
    this.isDone = !this.#listener.found({ part: this.#part, record, matches, path: pathOf() });
  }

  #readOutput(line: CallLine): OutputLine | undefined {
    const output = this.#part.lines.parse(line);
    if (output.kind === 'output') return output;
    this.#listener.damaged();
    return undefined;
  }

  #filterOf(index: FunctionIndex): LineFilter {
    return getOrAdd(this.#filters, index, () => new LineFilter(this.#query, index));
  }
}
