import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionIndex } from '../../database/indexed-functions.js';
import { LineNeedle } from '../../database/line-needle.js';
import type { CallLine } from '../../database/log-lines.js';
import { isPlainFolder, statsOf } from '../../database/plain-file.js';
import { OutputHead } from '../../database/skim-output.js';
import { folderNameOf } from '../../database/summarize-functions.js';
import { getOrAdd } from '../../model/get-or-add.js';
import type { PartVisitor, ScannedPart } from '../scan-parts.js';
import { FunctionStats } from './function-stats.js';

/** Descriptors repeat what the log says; the other files of a call are its sidecars. */
const DESCRIPTORS = new Set(['input_descriptor.json', 'output_descriptor.json']);

/** Counts the calls of one database. Keeps of each call that is under way its number, and nothing of one that is over. */
export class PartStats implements PartVisitor {
  readonly #part: ScannedPart;
  readonly #functions: Map<string, FunctionStats>;
  readonly #head = new OutputHead();
  /** What a line says that has values in files: typed arrays, and what a custom handler wrote. */
  readonly #files = [new LineNeedle('"file":"'), new LineNeedle('"$":"handler"')];
  /** By function and number, whether the input has sidecars. */
  readonly #underWay = new Map<FunctionIndex, Map<number, boolean>>();

  constructor(part: ScannedPart, functions: Map<string, FunctionStats>) {
    this.#part = part;
    this.#functions = functions;
  }

  line(line: CallLine): void {
    const stats = this.#statsOf(line.index.name);
    stats.logBytes += line.length + 1;
    const hasFiles = this.#files.some((needle) => needle.isIn(line));
    if (line.kind === 'input') this.#start(line, stats, hasFiles);
    else this.#end(line, stats, hasFiles);
  }

  end(): void {
    for (const [index, calls] of this.#underWay) {
      const stats = this.#statsOf(index.name);
      stats.unfinished += calls.size;
      for (const [invocation, hasFiles] of calls)
        if (hasFiles) stats.sidecarBytes += this.#sidecarBytes(index, invocation);
    }
    if (this.#part.invocation !== undefined) return;
    for (const index of this.#part.lines.functions) {
      const stats = this.#functions.get(index.name);
      const closed = this.#part.metadata.calls.get(index.name) ?? 0;
      if (stats !== undefined) stats.calls += Math.max(index.highest, closed);
    }
  }

  #start({ index, invocation }: CallLine, stats: FunctionStats, hasFiles: boolean): void {
    stats.recorded++;
    if (this.#part.invocation !== undefined) stats.calls++;
    getOrAdd(this.#underWay, index, () => new Map()).set(invocation, hasFiles);
  }

  #end(line: CallLine, stats: FunctionStats, hasFiles: boolean): void {
    const calls = this.#underWay.get(line.index);
    const hadFiles = calls?.get(line.invocation);
    if (hadFiles === undefined || !this.#head.read(line, this.#part.lines)) return;
    calls?.delete(line.invocation);
    stats.addEnd(this.#head.status, this.#head.durationNs);
    if (hasFiles || hadFiles) stats.sidecarBytes += this.#sidecarBytes(line.index, line.invocation);
  }

  #statsOf(name: string): FunctionStats {
    return getOrAdd(this.#functions, name, () => new FunctionStats(name));
  }

  #sidecarBytes(index: FunctionIndex, invocation: number): number {
    const folder = join(this.#part.root, folderNameOf(index), String(invocation));
    if (!isPlainFolder(folder)) return 0;
    const names = readdirSync(folder).filter((name) => !DESCRIPTORS.has(name));
    return names.reduce((sum, name) => sum + (statsOf(join(folder, name))?.size ?? 0), 0);
  }
}
