import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadAll } from '../../src/database/load.js';
import { MODULES } from './locations.js';

/** How often the functions were called that begin in a line, by that: `qs/lib/parse.js:12`. */
export type CallCounts = ReadonlyMap<string, number>;

/** What Node writes into the folder that `NODE_V8_COVERAGE` names, as far as it is of use here. */
interface Coverage {
  readonly result: ReadonlyArray<{
    readonly url: string;
    readonly functions: ReadonlyArray<{
      readonly functionName: string;
      readonly ranges: readonly [{ readonly startOffset: number; readonly count: number }];
    }>;
  }>;
}

/** Counts that V8 itself took in files of these packages, in all processes of a run. */
export function countedByEngine(folder: string, packages: readonly string[]): CallCounts {
  const counts = new Map<string, number>();
  for (const name of readdirSync(folder)) {
    const { result }: Coverage = JSON.parse(readFileSync(join(folder, name), 'utf8')); // Node's, of a moment ago
    for (const { url, functions } of result) {
      const file = installedFile(url.startsWith('file:') ? fileURLToPath(url) : '', packages);
      if (file === undefined) continue;
      const text = readFileSync(join(MODULES, file), 'utf8');
      const lineAt = lineFinder(text);
      // The first is the file itself.
      for (const { functionName, ranges } of functions.slice(1)) {
        const { startOffset, count } = ranges[0];
        if (!isOfClass(functionName, text.slice(startOffset, startOffset + 12)))
          add(counts, `${file}:${lineAt(startOffset)}`, count);
      }
    }
  }
  return counts;
}

/** Constructors, which are left alone, and what V8 makes of fields and static blocks. */
function isOfClass(name: string, start: string): boolean {
  return /^(?:class|constructor)\b/.test(start) || name.startsWith('<');
}

/** Counts of the calls that were recorded in databases of a folder. */
export function countedByRecords(folder: string, packages: readonly string[]): CallCounts {
  const counts = new Map<string, number>();
  for (const { functions } of loadAll(folder)) {
    for (const { file = '', line, recorded } of functions.values()) {
      const installed = installedFile(file, packages);
      if (installed !== undefined) add(counts, `${installed}:${line}`, recorded);
    }
  }
  return counts;
}

/** How the records agree with what V8 counted. */
export interface CountCheck {
  /** Places at which functions begin whose calls are all recorded. */
  readonly agreeing: number;
  /** Places of other functions that are not intercepted: getters of object literals, say. */
  readonly leftAlone: number;
  /** `qs/lib/parse.js:12: 20 calls, 19 recorded` */
  readonly wrong: readonly string[];
}

/** Compares all places at which a function was called. */
export function compareCounts(engine: CallCounts, records: CallCounts): CountCheck {
  const places = [...new Set([...engine.keys(), ...records.keys()])];
  const isWrong = (place: string) => records.has(place) && records.get(place) !== engine.get(place);
  const wrong = places.filter(isWrong);
  return {
    agreeing: records.size - wrong.length,
    leftAlone: places.length - records.size,
    wrong: wrong.map((at) => `${at}: ${engine.get(at) ?? 0} calls, ${records.get(at)} recorded`),
  };
}

function add(counts: Map<string, number>, key: string, count: number): void {
  if (count > 0) counts.set(key, (counts.get(key) ?? 0) + count);
}

/** Its path in `node_modules`; `undefined` for a file of no such package. */
function installedFile(path: string, packages: readonly string[]): string | undefined {
  const file = relative(MODULES, path);
  return packages.some((name) => file.startsWith(`${name}/`)) ? file : undefined;
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    const next = starts.findIndex((start) => start > offset);
    return next < 0 ? starts.length : next;
  };
}
