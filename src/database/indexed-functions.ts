import type { FunctionLine } from '../model/log-line.js';
import { CallTable } from './call-table.js';
import { startsWith } from './skim-head.js';

/** One function's calls in a log. */
export class FunctionIndex {
  readonly name: string;
  /** Its place among the functions of the log. */
  readonly id: number;
  readonly calls = new CallTable();
  /** What its own line says; `undefined` where that was lost. */
  line: FunctionLine | undefined;
  /** How many of its calls have an input line. */
  recorded = 0;
  /** The highest number that a call of it had, recorded or not. */
  highest = 0;

  constructor(name: string, id: number) {
    this.name = name;
    this.id = id;
  }
}

/** The functions of a log, found without making a string of every name. */
export class IndexedFunctions implements Iterable<FunctionIndex> {
  private readonly byName = new Map<string, FunctionIndex>();
  private readonly byRawName = new Map<string, FunctionIndex>();
  private readonly all: FunctionIndex[] = [];
  private recent: { readonly name: Buffer; readonly index: FunctionIndex } | undefined;

  get(name: string): FunctionIndex | undefined {
    return this.byName.get(name);
  }

  byId(id: number): FunctionIndex | undefined {
    return this.all[id];
  }

  [Symbol.iterator](): Iterator<FunctionIndex> {
    return this.all.values();
  }

  /** The function of that name, which is new if there was none. */
  named(name: string): FunctionIndex {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    const index = new FunctionIndex(name, this.all.length);
    this.byName.set(name, index);
    this.all.push(index);
    return index;
  }

  /** The same for a name as JSON writes it, without its quotes; `undefined` where that is no JSON. */
  at(bytes: Buffer, start: number, end: number): FunctionIndex | undefined {
    const { recent } = this;
    const isRecent = recent?.name.length === end - start && startsWith(bytes, start, end, recent.name);
    if (recent !== undefined && isRecent) return recent.index;
    const raw = bytes.toString('latin1', start, end);
    const index = this.byRawName.get(raw) ?? this.namedRaw(bytes.toString('utf8', start, end), raw);
    if (index !== undefined) this.recent = { name: Buffer.from(raw, 'latin1'), index };
    return index;
  }

  private namedRaw(text: string, raw: string): FunctionIndex | undefined {
    const name = parseText(`"${text}"`);
    if (name === undefined) return undefined;
    const index = this.named(name);
    this.byRawName.set(raw, index);
    return index;
  }
}

function parseText(json: string): string | undefined {
  try {
    const text: unknown = JSON.parse(json);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}
