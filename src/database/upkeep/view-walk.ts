import { type Dirent, opendirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LogReader } from '../log-reader.js';
import { statsOf } from '../plain-file.js';
import { DESCRIPTORS } from '../view-builder.js';
import { checkLine } from './check-line.js';
import type { Finding } from './finding.js';
import type { LogExamination } from './log-examination.js';
import { looseMode, systemCode } from './safe-file.js';
import { sidecarProblem } from './sidecar-check.js';
import { readRecord, type ViewRecord } from './view-record.js';

/** Where `repair` keeps what is damaged; a function's folder never begins with a dot. */
export const DAMAGED_FOLDER = '.damaged';

const OWN_FILES: readonly string[] = ['db.json', 'calls.ndjson', DAMAGED_FOLDER];
/** What a writer that was killed left of a file that was to replace another. */
export const LEFTOVER = /^(db\.json|calls\.ndjson)\.\d+\.tmp$/;
const INVOCATION = /^[1-9]\d{0,15}$/;
const PROGRESS_EVERY = 1000;
const NO_CALL = { expected: 'nothing that belongs to no call' };

/** What the walk needs, and whom it tells. */
export interface ViewWalkOptions {
  readonly root: string;
  readonly log: LogExamination;
  readonly lines: LogReader;
  readonly layout: 'folders' | 'packed';
  readonly isExact: boolean;
  /** Whether the writer is gone without having closed the database. */
  readonly isLeft: boolean;
  report(finding: Finding): void;
  /** How many folders of calls were looked at. */
  onProgress(done: number): void;
}

/** Walks over the folders of a database: what is there that the log does not speak of. Links are not followed. */
export class ViewWalk {
  private readonly options: ViewWalkOptions;
  private calls = 0;

  constructor(options: ViewWalkOptions) {
    this.options = options;
  }

  /** Whose a folder is has to be known before its calls are looked at, in whatever order the disk names things. */
  run(): void {
    const dirs: string[] = [];
    this.eachEntry('', (entry) => {
      if (OWN_FILES.includes(entry.name)) return;
      if (entry.isDirectory()) dirs.push(entry.name);
      else this.tellExtra(entry.name, entry, LEFTOVER.test(entry.name) ? 'sets aside' : 'leaves');
    });
    dirs.sort();
    for (const dir of dirs) if (this.hasFunctionFile(dir)) this.walkFunctionFile(dir);
    for (const dir of dirs) this.walkFunction(dir);
  }

  private hasFunctionFile(dir: string): boolean {
    const file = `${dir}/${DESCRIPTORS.function}`;
    return this.attempt(file, () => statsOf(join(this.options.root, file)))?.isFile() ?? false;
  }

  private walkFunction(dir: string): void {
    this.checkMode(dir);
    this.eachEntry(dir, (entry) => {
      const path = `${dir}/${entry.name}`;
      if (INVOCATION.test(entry.name) && entry.isDirectory()) this.walkCall(dir, Number(entry.name));
      else if (entry.name !== DESCRIPTORS.function) this.tellExtra(path, entry, 'leaves');
    });
  }

  private walkFunctionFile(dir: string): void {
    const { log, layout } = this.options;
    const owner = log.dirs.ownerOf(dir);
    const file = `${dir}/${DESCRIPTORS.function}`;
    if (owner === undefined || !log.introduced.has(owner)) {
      const record = this.readRecord('function', dir, undefined);
      const isNew = record !== undefined && !log.introduced.has(record.line.function);
      this.tellUnlogged(file, isNew ? record : undefined);
    } else if (layout === 'packed') this.tellUnpacked(file);
  }

  private walkCall(dir: string, invocation: number): void {
    if (++this.calls % PROGRESS_EVERY === 0) this.options.onProgress(this.calls);
    const folder = `${dir}/${invocation}`;
    this.checkMode(folder);
    const names = this.attempt(folder, () => readdirSync(join(this.options.root, folder))) ?? [];
    const unlogged = (['input', 'output'] as const)
      .filter((kind) => names.includes(DESCRIPTORS[kind]))
      .map((kind) => this.walkDescriptor(kind, dir, invocation))
      .filter((record) => record !== undefined);
    const others = names.filter((name) => name !== DESCRIPTORS.input && name !== DESCRIPTORS.output);
    if (others.length > 0) {
      if (unlogged.length === 0 && this.hasNotStarted(dir, invocation))
        this.tell({ kind: 'extra', file: folder, ...NO_CALL, found: 'files of one', repair: 'sets aside' });
      else this.walkSidecars(dir, invocation, others, unlogged);
    }
    for (const record of unlogged) this.checkSidecars(`${dir}/${invocation}`, record);
    this.checkInput(dir, invocation, unlogged);
  }

  /** An end that only the view has, of a call whose start nobody has. */
  private checkInput(dir: string, invocation: number, unlogged: readonly ViewRecord[]): void {
    const [first] = unlogged;
    if (first?.line.kind !== 'output' || this.placeOf('input', dir, invocation) !== undefined) return;
    const details = { kind: 'order', severity: 'damage', function: first.line.function, invocation } as const;
    this.tell({ ...details, file: `${dir}/${invocation}`, expected: 'an input', found: 'only its output' });
  }

  /** Returns a record that only the view has. */
  private walkDescriptor(kind: 'input' | 'output', dir: string, invocation: number): ViewRecord | undefined {
    const { log, layout } = this.options;
    const file = `${dir}/${invocation}/${DESCRIPTORS[kind]}`;
    if (this.placeOf(kind, dir, invocation) !== undefined) {
      if (layout === 'packed') this.tellUnpacked(file);
      return undefined;
    }
    const record = this.readRecord(kind, dir, invocation);
    const isOfFolder = record !== undefined && log.dirs.of(record.line.function) === dir;
    this.tellUnlogged(file, isOfFolder ? record : undefined);
    return isOfFolder ? record : undefined;
  }

  private checkSidecars(folder: string, { line, sidecars }: ViewRecord): void {
    const invocation = line.kind === 'function' ? undefined : line.invocation;
    for (const claim of sidecars) {
      const problem = sidecarProblem(join(this.options.root, folder), claim);
      if (problem === undefined || problem.isLoose) continue;
      const { pointer, file } = claim;
      const call = { function: line.function, invocation };
      const { expected, found } = problem;
      this.tell({
        kind: 'sidecar',
        severity: 'damage',
        file: `${folder}/${file}`,
        ...call,
        pointer,
        expected,
        found,
      });
    }
  }

  private placeOf(kind: 'input' | 'output', dir: string, invocation: number) {
    const { functions, dirs } = this.options.log;
    const calls = functions.get(dirs.ownerOf(dir) ?? '')?.calls;
    const row = calls?.find(invocation);
    if (calls === undefined || row === undefined) return undefined;
    return kind === 'input' ? calls.inputOf(row) : calls.outputOf(row);
  }

  private walkSidecars(
    dir: string,
    invocation: number,
    names: readonly string[],
    unlogged: readonly ViewRecord[],
  ): void {
    const claimed = this.claimedBy(dir, invocation);
    if (claimed === 'anything' || unlogged.some(({ hasHandled }) => hasHandled)) return;
    const isClaimed = (name: string) =>
      claimed.has(name) || unlogged.some(({ sidecars }) => sidecars.some(({ file }) => file === name));
    const rest = names.filter((name) => !isClaimed(name));
    const hasEnded = !this.options.isLeft || this.placeOf('output', dir, invocation) !== undefined;
    for (const name of rest) {
      const isResult = !hasEnded && name.endsWith('.npy');
      this.tellExtra(`${dir}/${invocation}/${name}`, undefined, isResult ? 'sets aside' : 'leaves');
    }
  }

  /** Whether the writer came no further than to the sidecars of a call: its lines were still to come. */
  private hasNotStarted(dir: string, invocation: number): boolean {
    const hasLine = (kind: 'input' | 'output') => this.placeOf(kind, dir, invocation) !== undefined;
    return this.options.isLeft && !hasLine('input') && !hasLine('output');
  }

  /** The sidecars that a call's lines name; a custom handler may have written anything. */
  private claimedBy(dir: string, invocation: number): ReadonlySet<string> | 'anything' {
    const claimed = new Set<string>();
    for (const kind of ['input', 'output'] as const) {
      const place = this.placeOf(kind, dir, invocation);
      if (place === undefined) continue;
      const line = checkLine(Buffer.from(this.options.lines.read(place)), this.options.isExact);
      if (line.state !== 'read' || line.hasHandled || line.line.kind === 'damaged') return 'anything';
      for (const { file } of line.sidecars) claimed.add(file);
    }
    return claimed;
  }

  private readRecord(
    kind: keyof typeof DESCRIPTORS,
    dir: string,
    invocation: number | undefined,
  ): ViewRecord | undefined {
    const { root, log, isExact } = this.options;
    const wanted = { record: kind, dir, function: log.dirs.ownerOf(dir), invocation };
    return readRecord(root, wanted, isExact);
  }

  /** A file of the view whose line the log lacks. */
  private tellUnlogged(file: string, record: ViewRecord | undefined): void {
    const { log } = this.options;
    const expected = 'its line in the log';
    if (record === undefined) {
      const remedy = this.options.isLeft ? 'sets aside' : 'leaves';
      const details = { severity: 'damage', expected, found: 'none, and it is damaged' } as const;
      this.tell({ kind: 'extra', file, ...details, repair: remedy });
      return;
    }
    const { line } = record;
    const [dir = ''] = file.split('/');
    if (line.kind === 'function') {
      log.dirs.claim(line.function, dir);
      log.introduced.add(line.function);
      log.functions.named(line.function).line ??= line;
      log.plan.add({ kind: 'function', dir, invocation: 0 }, 0n);
    } else {
      const index = log.functions.named(line.function);
      index.highest = Math.max(index.highest, line.invocation);
      if (line.kind === 'input' && index.calls.find(line.invocation) !== undefined)
        log.regained.add(`${line.function}/${line.invocation}`);
      log.plan.add({ kind: line.kind, dir, invocation: line.invocation }, timeOf(line));
    }
    const call = line.kind === 'function' ? {} : { invocation: line.invocation };
    const found = 'none';
    this.tell({
      kind: 'log-missing',
      severity: 'damage',
      file,
      function: line.function,
      ...call,
      expected,
      found,
      repair: 'mends',
    });
  }

  private tellUnpacked(file: string): void {
    this.tell({ kind: 'extra', file, expected: 'no view in a packed database', found: 'a file of one' });
  }

  private tellExtra(file: string, entry: Dirent | undefined, repair: Finding['repair']): void {
    const found = entry?.isSymbolicLink() ? 'a link' : entry?.isDirectory() ? 'a folder' : 'a file';
    this.tell({ kind: 'extra', file, ...NO_CALL, found, repair });
  }

  private checkMode(path: string): void {
    const stats = this.attempt(path, () => statsOf(join(this.options.root, path)));
    const mode = stats && looseMode(stats);
    if (mode !== undefined) this.tell({ kind: 'permissions', file: path, expected: '0700', found: mode });
  }

  private eachEntry(path: string, visit: (entry: Dirent) => void): void {
    const folder = this.attempt(path, () => opendirSync(join(this.options.root, path), { bufferSize: 1024 }));
    if (folder === undefined) return;
    try {
      for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) visit(entry);
    } finally {
      folder.closeSync();
    }
  }

  /** What the operating system does not let us see is told of, and passed over. */
  private attempt<Result>(file: string, look: () => Result): Result | undefined {
    try {
      return look();
    } catch (error) {
      const code = systemCode(error);
      if (code === undefined) throw error;
      this.tell({
        kind: 'unreadable',
        severity: 'damage',
        file,
        expected: 'what can be read',
        found: code,
      });
      return undefined;
    }
  }

  private tell(details: Pick<Finding, 'kind' | 'file' | 'expected' | 'found'> & Partial<Finding>): void {
    this.options.report({ severity: 'warning', repair: 'leaves', ...details });
  }
}

function timeOf(line: ViewRecord['line']): bigint {
  if (line.kind === 'function') return 0n;
  return BigInt(line.kind === 'input' ? line.start_time : line.end_time);
}
