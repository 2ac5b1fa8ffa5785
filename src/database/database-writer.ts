import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { CapturedInput, CapturedValue } from '../capture/capture.js';
import { isInline, renderText } from '../capture/text.js';
import type { Sidecar } from '../handlers/sidecar.js';
import { claimFileName } from '../model/folder-name.js';
import type { FunctionInfo } from '../model/function-info.js';
import type { CallStatus } from '../model/log-line.js';
import { PACKAGE } from '../model/package-info.js';
import { DiskSpace } from './disk-space.js';
import { DIRECTORY_MODE, replaceFile, syncPath, writeNewFile } from './files.js';
import {
  type CallIdentity,
  callPrefix,
  closedLine,
  droppedLine,
  functionLine,
  inputTail,
  nowInNanoseconds,
  outputTail,
  type SplitTime,
} from './lines.js';
import { type Durability, LogFile } from './log-file.js';
import { ViewKeeper } from './view-keeper.js';

/** How a database is written. */
export interface WriterOptions {
  readonly layout: 'folders' | 'packed';
  readonly durability: Durability;
  readonly inlineBytes: number;
  readonly flushBytes: number;
  readonly flushIntervalMs: number;
  readonly shutdownTimeoutMs: number;
  readonly maxDatabaseBytes: number;
  readonly minFreeBytes: number;
  /** The `-tid` of its name. */
  readonly tag: string | undefined;
  /** The OpenTelemetry resource's attributes. */
  readonly resource: Readonly<Record<string, unknown>>;
  /** Told, once until it works again, of what keeps records from being written. */
  readonly onError: (message: string, error: unknown) => void;
}

/** How a call is named in a database. */
export interface WrittenCall {
  readonly function: WrittenFunction;
  readonly invocation: number;
}

/** How a call ended. */
export interface CallEnd {
  readonly status: CallStatus;
  readonly endTime: SplitTime;
  readonly duration: SplitTime;
  readonly result?: CapturedValue | undefined;
  readonly error?: CapturedValue | undefined;
  readonly argsAfter?: CapturedValue | undefined;
}

interface WrittenFunction {
  readonly info: FunctionInfo;
  readonly dir: string;
  readonly inputPrefix: string;
  readonly outputPrefix: string;
  /** The `function` line, until it is written. */
  introduction: string;
  /** The highest invocation so far. */
  calls: number;
}

/** Writes one database: the log, sidecars, and through its keeper the view. */
export class DatabaseWriter {
  readonly root: string;
  readonly #options: WriterOptions;
  readonly #log: LogFile;
  readonly #space: DiskSpace;
  readonly #view: ViewKeeper | undefined;
  readonly #inlineBytes: number;
  readonly #functions = new Map<string, WrittenFunction>();
  readonly #dirs = new Set<string>(['db.json', 'calls.ndjson']);
  readonly #created = nowInNanoseconds();
  #sidecarBytes = 0;
  #dropped = 0;
  #unreported = 0;
  #reason = '';
  #isFailing = false;

  /** Begins a database in `root`, a directory that was just claimed for it. */
  constructor(root: string, options: WriterOptions) {
    this.root = root;
    this.#options = options;
    this.#inlineBytes = options.layout === 'folders' ? -1 : options.inlineBytes;
    this.#space = new DiskSpace(root, options);
    writeNewFile(join(root, 'db.json'), this.#summary(false));
    this.#log = new LogFile(join(root, 'calls.ndjson'), {
      ...options,
      onLost: (records, error) => this.#drop(records, error),
    });
    if (options.layout === 'folders') this.#view = new ViewKeeper(root, options);
    if (options.durability === 'fsync') syncPath(root);
  }

  /** Writes a call's `input` line and sidecars; `undefined` if that is not possible: the call is given up. */
  start(
    info: FunctionInfo,
    invocation: number,
    identity: CallIdentity,
    input: CapturedInput,
  ): WrittenCall | undefined {
    const fn = this.#functionOf(info);
    fn.calls = Math.max(fn.calls, invocation);
    const call = { function: fn, invocation };
    if (!this.#hasSpace() || !this.#saveSidecars(call, input.sidecars)) return undefined;
    const line = fn.inputPrefix + invocation + inputTail(identity, input, this.#inlineBytes);
    if (!this.#append(fn.introduction + line, true)) return undefined;
    fn.introduction = '';
    return call;
  }

  /** Writes a call's `output` line and sidecars. */
  end(call: WrittenCall, { result, error, argsAfter, ...end }: CallEnd): void {
    const values = [result, error, argsAfter].filter((value) => value !== undefined);
    const sidecars = values.flatMap((value) => value.sidecars);
    if (!this.#hasSpace() || !this.#saveSidecars(call, sidecars)) return;
    const render = (value: CapturedValue | undefined) => value && renderText(value.text, this.#inlineBytes);
    const parts = { ...end, result: render(result), error: render(error), argsAfter: render(argsAfter) };
    this.#append(call.function.outputPrefix + call.invocation + outputTail(parts), false);
  }

  /** Counts a call that is not recorded. */
  count(info: FunctionInfo, invocation: number): void {
    const fn = this.#functions.get(info.name);
    if (fn !== undefined) fn.calls = Math.max(fn.calls, invocation);
  }

  /** Has all lines with the operating system. */
  flush(): void {
    this.#log.flush();
    this.#view?.logHasGrown(this.#log.size);
  }

  /** Completes log and view and locks the database; may take up to `shutdownTimeoutMs`. */
  close(): void {
    this.#reportDropped();
    this.#log.append(closedLine(nowInNanoseconds(), this.#calls(), this.#dropped), true);
    this.#log.close();
    this.#view?.complete();
    replaceFile(join(this.root, 'db.json'), this.#summary(true));
  }

  #append(lines: string, isUrgent: boolean): boolean {
    const lost = this.#dropped;
    this.#reportDropped();
    this.#log.append(lines, isUrgent);
    this.#view?.logHasGrown(this.#log.size);
    if (this.#dropped > lost) return false;
    this.#isFailing = false;
    return true;
  }

  #functionOf(info: FunctionInfo): WrittenFunction {
    const known = this.#functions.get(info.name);
    if (known !== undefined) return known;
    const dir = claimFileName(info.name, this.#dirs);
    const fn = {
      info,
      dir,
      inputPrefix: callPrefix('input', info.name),
      outputPrefix: callPrefix('output', info.name),
      introduction: functionLine(info, dir),
      calls: 0,
    };
    this.#functions.set(info.name, fn);
    return fn;
  }

  #hasSpace(): boolean {
    const refusal = this.#space.refusal(this.#log.size + this.#sidecarBytes);
    if (refusal !== undefined) this.#drop(1, new Error(refusal));
    return refusal === undefined;
  }

  #saveSidecars({ function: { dir }, invocation }: WrittenCall, sidecars: readonly Sidecar[]): boolean {
    const files = sidecars.filter((sidecar) => !isInline(sidecar, this.#inlineBytes));
    if (files.length === 0) return true;
    const folder = join(this.root, dir, String(invocation));
    try {
      mkdirSync(folder, { recursive: true, mode: DIRECTORY_MODE });
      for (const file of files) file.save(folder);
      tellHandlers(files, this.#options.onError);
      if (this.#options.durability === 'fsync') syncPath(folder);
      this.#sidecarBytes += files.reduce((bytes, { byteLength }) => bytes + byteLength, 0);
      return true;
    } catch (error) {
      this.#drop(1, error);
      return false;
    }
  }

  #drop(records: number, error: unknown): void {
    this.#dropped += records;
    this.#unreported += records;
    this.#reason = error instanceof Error ? error.message : String(error);
    if (this.#isFailing) return;
    this.#isFailing = true;
    this.#options.onError(
      `records are dropped and counted until ${this.root} can be written to again`,
      error,
    );
  }

  #reportDropped(): void {
    if (this.#unreported === 0) return;
    const [count, reason] = [this.#unreported, this.#reason];
    this.#unreported = 0;
    this.#log.append(droppedLine(count, reason), false);
  }

  #calls(): Record<string, number> {
    return Object.fromEntries([...this.#functions.values()].map(({ info, calls }) => [info.name, calls]));
  }

  #summary(isClosed: boolean): string {
    const { layout, tag, resource } = this.#options;
    const functions = [...this.#functions.values()].map(({ info, calls }) => [
      info.name,
      { calls, argspec: info.argspec },
    ]);
    const summary = {
      format: 'call-monitor',
      version: '1.0',
      created: this.#created,
      ...(isClosed ? { closed: nowInNanoseconds() } : {}),
      locked: isClosed,
      layout,
      process: {
        pid: process.pid,
        ...(tag === undefined ? {} : { tid: tag }),
        host: hostname(),
        node: process.version,
      },
      resource,
      scope: PACKAGE,
      ...(isClosed ? { functions: Object.fromEntries(functions), dropped: this.#dropped } : {}),
    };
    return `${JSON.stringify(summary, undefined, 2)}\n`;
  }
}

/** What a handler does when its values are saved costs at most that. */
function tellHandlers(files: readonly Sidecar[], onError: WriterOptions['onError']): void {
  for (const handlerClass of new Set(files.map((file) => file.handlerClass))) {
    try {
      handlerClass?.accumulatorDone();
    } catch (error) {
      onError(`${handlerClass?.name}.accumulatorDone failed`, error);
    }
  }
}
