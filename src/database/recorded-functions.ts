import { claimFileName } from '../model/folder-name.js';
import type { FunctionInfo } from '../model/function-info.js';
import { SafeMap, SafeSet } from '../model/safe-collections.js';
import { callPrefix, functionLine } from './lines.js';

/** A function in one database. */
export interface RecordedFunction {
  readonly info: FunctionInfo;
  /** The name of its folder. */
  readonly dir: string;
  /** What the lines of its calls begin with. */
  readonly inputPrefix: string;
  readonly outputPrefix: string;
  /** The highest invocation so far, recorded or not. */
  calls: number;
  isIntroduced: boolean;
}

/** The functions of one database: each is introduced by a line of its own before its first call. */
export class RecordedFunctions {
  readonly #byName = new SafeMap<string, RecordedFunction>();
  readonly #dirs = new SafeSet<string>(['db.json', 'calls.ndjson']);
  /** Introduced in lines that are not with the operating system yet. */
  #underway: RecordedFunction[] = [];

  of(info: FunctionInfo): RecordedFunction {
    return this.#byName.get(info.name) ?? this.#add(info);
  }

  /** Counts a call that may not be recorded; functions without a recorded call do not appear. */
  count(info: FunctionInfo, invocation: number): void {
    const fn = this.#byName.get(info.name);
    if (fn !== undefined && invocation > fn.calls) fn.calls = invocation;
  }

  /** The function's own line, which is to be written before its first call. */
  introduce(fn: RecordedFunction): string {
    fn.isIntroduced = true;
    this.#underway[this.#underway.length] = fn;
    return functionLine(fn.info, fn.dir);
  }

  /** The lines so far are with the operating system. */
  linesWritten(): void {
    if (this.#underway.length > 0) this.#underway = [];
  }

  /** The lines since they last were are lost. */
  linesLost(): void {
    for (let index = 0; index < this.#underway.length; index++) {
      (this.#underway[index] as RecordedFunction).isIntroduced = false;
    }
    this.#underway = [];
  }

  [Symbol.iterator](): Iterator<RecordedFunction> {
    return this.#byName.values();
  }

  #add(info: FunctionInfo): RecordedFunction {
    const fn = {
      info,
      dir: claimFileName(info.name, this.#dirs),
      inputPrefix: callPrefix('input', info.name),
      outputPrefix: callPrefix('output', info.name),
      calls: 0,
      isIntroduced: false,
    };
    this.#byName.set(info.name, fn);
    return fn;
  }
}
