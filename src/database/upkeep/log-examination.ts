import { fstatSync, readdirSync } from 'node:fs';
import { dirsFor, FunctionDirs, isFunctionDir } from '../function-dirs.js';
import { IndexedFunctions } from '../indexed-functions.js';
import { LineDetails } from '../line-details.js';
import { type ParsedLine, parseLine } from '../parse-line.js';
import { type LineVisitor, MOST_LINE_BYTES, scanLines } from '../scan-lines.js';
import { LineHead } from '../skim-head.js';
import { briefText } from './brief-text.js';
import { type CheckedLine, checkLine, isGood } from './check-line.js';
import type { SidecarClaim } from './descriptor-walk.js';
import type { Finding } from './finding.js';
import type { KeyProblem } from './line-rules.js';
import { LogPlan } from './log-plan.js';
import { readAt, systemCode } from './safe-file.js';
import { readRecord, type ViewLine, type ViewRecord, type WantedRecord } from './view-record.js';

/** What an examination is told, and whom it tells. */
export interface ExaminationOptions {
  /** Whether the format is one of which all keys are known. */
  readonly isExact: boolean;
  /** Whether the writer closed the database: then nothing may be torn. */
  readonly isLocked: boolean;
  /** Whether a living process writes it: then its last line may be under way. */
  readonly isOpen: boolean;
  report(finding: Finding): void;
  /** A good line, the first of its kind; `bytes` with its newline. */
  onLine(line: ViewLine, bytes: Buffer, sidecars: readonly SidecarClaim[]): void;
  onProgress(doneBytes: number, totalBytes: number): void;
}

interface LinePosition {
  readonly offset: number;
  /** Without its newline. */
  readonly length: number;
  /** From 1. */
  readonly line: number;
}

type Details = Pick<Finding, 'kind' | 'expected' | 'found' | 'repair'> & Partial<Finding>;

const LOG = 'calls.ndjson';
const PROGRESS_EVERY_BYTES = 4 * 2 ** 20;

/** One pass over a log: what is wrong with its lines, where its calls are, and what would mend it. */
export class LogExamination implements LineVisitor {
  readonly functions = new IndexedFunctions();
  readonly dirs = new FunctionDirs();
  readonly plan = new LogPlan();
  /** Function lines that were found or will be. */
  readonly introduced = new Set<string>();
  /** Calls of which the log has only the end and the view the start: `solve/3`. */
  readonly regained = new Set<string>();
  dropped = 0;
  closed: Extract<ParsedLine, { kind: 'closed' }> | undefined;
  closedAt: LinePosition | undefined;
  private readonly root: string;
  private readonly options: ExaminationOptions;
  private readonly head = new LineHead();
  private readonly details = new LineDetails();
  private readonly late = new Set<string>();
  /** The names in the root, in lower case; `undefined` where the operating system does not tell them. */
  private readonly names: ReadonlySet<string> | undefined;
  private fd = -1;
  private size = 0;
  private number = 0;
  private shownBytes = 0;
  /** The last line may be a torn write; whether it is the last is known later. */
  private unreadable: Details | undefined;

  constructor(root: string, options: ExaminationOptions) {
    this.root = root;
    this.options = options;
    this.names = namesIn(root);
  }

  /** @throws what the file system throws for a log that cannot be opened */
  run(fd: number): this {
    this.fd = fd;
    this.size = fstatSync(fd).size;
    const end = scanLines(fd, 0, this);
    const isTorn = end < this.size;
    this.tellUnreadable(!isTorn);
    if (isTorn && !this.options.isOpen) this.takeTail(end, this.size - end);
    this.options.onProgress(this.size, this.size);
    return this;
  }

  line(bytes: Buffer, start: number, end: number, offset: number): void {
    this.number++;
    if (start === end) return;
    const position = { offset, length: end - start, line: this.number };
    this.take(bytes.subarray(start, end), bytes.subarray(start, end + 1), position);
  }

  longLine(head: Buffer, offset: number, length: number): void {
    this.number++;
    const position = { offset, length, line: this.number };
    const expected = `at most ${MOST_LINE_BYTES} bytes`;
    if (length > MOST_LINE_BYTES) {
      this.tellUnreadable(false);
      this.takeUnreadable(head, { expected, found: `${length} bytes` }, position);
    } else {
      const bytes = readAt(this.fd, offset, length + 1);
      this.take(bytes.subarray(0, length), bytes, position);
    }
  }

  private take(bytes: Buffer, whole: Buffer, position: LinePosition): void {
    this.tellUnreadable(false);
    this.showProgress(position);
    const checked = checkLine(bytes, this.options.isExact);
    if (checked.state === 'unreadable') this.takeUnreadable(bytes, checked, position);
    else if (this.mendFunction(checked.line, position)) this.tellMended(checked.line, position);
    else if (isGood(checked)) this.takeGood(checked, whole, position);
    else this.takeProblems(bytes, whole, checked, position);
    if (checked.state === 'read') this.tellHarmless(checked.problems, position);
  }

  private takeGood(
    checked: Extract<CheckedLine, { state: 'read' }>,
    whole: Buffer,
    position: LinePosition,
  ): void {
    const { line } = checked;
    if (this.closedAt !== undefined) this.tellAfterClosed(position);
    if (line.kind === 'dropped') this.dropped += line.count;
    else if (line.kind === 'closed') this.takeClosed(line, position);
    else if (line.kind === 'function' || line.kind === 'input' || line.kind === 'output') {
      if (this.add(line, position)) this.options.onLine(line, whole, checked.sidecars);
      else this.tellDuplicate(line, position);
    }
  }

  /** Returns `false` for a line that was there before. */
  private add(line: ViewLine, position: LinePosition): boolean {
    const index = this.functions.named(line.function);
    if (line.kind === 'function') {
      if (this.introduced.has(line.function)) return false;
      this.introduced.add(line.function);
      index.line ??= line;
      this.dirs.claim(line.function, line.dir);
      return true;
    }
    if (!this.introduced.has(line.function)) this.late.add(line.function);
    index.highest = Math.max(index.highest, line.invocation);
    this.details.take(line);
    if (line.kind === 'input') {
      const isNew = index.calls.addInput(line.invocation, position, this.details);
      if (isNew) index.recorded++;
      return isNew;
    }
    const row = index.calls.find(line.invocation);
    if (row !== undefined && index.calls.outputOf(row) !== undefined) return false;
    index.calls.addOutput(line.invocation, position, this.details);
    return true;
  }

  /** A line that can be parsed but is not as it should be: the view may have it as it was. */
  private takeProblems(
    bytes: Buffer,
    whole: Buffer,
    checked: Extract<CheckedLine, { state: 'read' }>,
    position: LinePosition,
  ): void {
    const { line, problems, valueProblems } = checked;
    // A closed line has nothing of a call: the summary says the same.
    const isReadable = line.kind !== 'damaged' && line.kind !== 'closed';
    const isMended = this.mendFromView(bytes, position);
    const repair = isMended ? 'mends' : isReadable ? 'leaves' : 'sets aside';
    if (!isMended && isReadable) this.takeGood(checked, whole, position);
    if (!isMended && !isReadable) this.setAside(position, line.kind === 'closed' ? 0 : 1);
    const call = isReadable && 'invocation' in line ? line : this.identify(bytes);
    for (const [kind, list] of [['keys', problems] as const, ['value', valueProblems] as const]) {
      for (const { pointer, expected, found, isHarmless } of list) {
        if (!isHarmless) this.tell({ kind, pointer, expected, found, repair }, position, call);
      }
    }
  }

  private takeUnreadable(
    bytes: Buffer,
    { expected, found }: { expected: string; found: string },
    position: LinePosition,
  ): void {
    const isMended = this.mendFromView(bytes, position);
    if (!isMended) this.setAside(position, 1);
    const repair = isMended ? 'mends' : 'sets aside';
    const { function: name, invocation } = this.identify(bytes) ?? {};
    const { line } = position;
    this.unreadable = { kind: 'line', line, function: name, invocation, expected, found, repair };
  }

  /** Where a line's head tells whose it was, and the view has that record undamaged, it takes the line's place. */
  private mendFromView(bytes: Buffer, position: LinePosition): boolean {
    const wanted = this.identify(bytes);
    const dir = wanted && this.dirOf(wanted.function);
    if (wanted === undefined || dir === undefined) return false;
    const record = this.readRecord({ ...wanted, dir });
    if (record === undefined || !this.add(record.line, position)) return false;
    const { length } = position;
    this.plan.edits.set(position.offset, { action: 'replace', length, path: record.path });
    this.options.onLine(record.line, record.bytes, record.sidecars);
    return true;
  }

  /** A function's line with another's folder, or in a damaged form, of which the view has an undamaged one. */
  private mendFunction(line: ParsedLine, position: LinePosition): boolean {
    if (line.kind !== 'function' || this.introduced.has(line.function)) return false;
    const names = dirsFor(line.function);
    if (names.includes(line.dir)) return false;
    for (const dir of [line.dir, ...names]) {
      if (!isFunctionDir(dir) || this.isTaken(dir)) continue;
      const wanted = { record: 'function', dir, function: undefined, invocation: undefined } as const;
      const record = this.readRecord(wanted);
      if (record === undefined || !this.add(record.line, position)) continue;
      this.plan.edits.set(position.offset, {
        action: 'replace',
        length: position.length,
        path: record.path,
      });
      return true;
    }
    return false;
  }

  private tellMended(line: ParsedLine, position: LinePosition): void {
    if (line.kind !== 'function') return;
    const expected = `a folder of ${line.function}`;
    const found = briefText(line.dir);
    this.tell({ kind: 'dir', expected, found, repair: 'mends' }, position, { function: line.function });
  }

  private identify(bytes: Buffer) {
    const { head } = this;
    if (!head.skim(bytes, 0, bytes.length, false) || head.kind === 'span') return undefined;
    const name = parseName(bytes.toString('utf8', head.nameStart - 1, head.nameEnd + 1));
    return name === undefined
      ? undefined
      : { record: head.kind, function: name, invocation: head.invocation };
  }

  /** The folder of a function; where its own line is lost or yet to come, the view may have it. */
  dirOf(name: string): string | undefined {
    if (!this.dirs.knows(name)) {
      const wanted = { record: 'function', function: name, invocation: undefined } as const;
      const dir = dirsFor(name).find((each) => this.readRecord({ ...wanted, dir: each }) !== undefined);
      if (dir !== undefined) this.dirs.claim(name, dir);
    }
    return this.dirs.of(name);
  }

  /** Whether a function has that folder by its own line: none but that can be in it. */
  private isTaken(dir: string): boolean {
    const owner = this.dirs.ownerOf(dir);
    return owner !== undefined && this.introduced.has(owner);
  }

  /** The disk is not asked for what is in folders that are not there. */
  private readRecord(wanted: WantedRecord): ViewRecord | undefined {
    if (this.names !== undefined && !this.names.has(wanted.dir.toLowerCase())) return undefined;
    return readRecord(this.root, wanted, this.options.isExact);
  }

  private setAside({ offset, length }: LinePosition, records: number): void {
    this.plan.edits.set(offset, { action: 'set aside', length });
    this.plan.lost += records;
  }

  private takeClosed(line: Extract<ParsedLine, { kind: 'closed' }>, position: LinePosition): void {
    if (this.closed !== undefined) {
      this.setAside(position, 0);
      return this.tell(
        { kind: 'duplicate', expected: 'one closed line', found: 'another', repair: 'sets aside' },
        position,
      );
    }
    this.closed = line;
    this.closedAt = position;
  }

  /** What follows the last newline: a line that only lacks it, or a torn write. */
  private takeTail(offset: number, length: number): void {
    const position = { offset, length, line: this.number + 1 };
    const bytes = length > MOST_LINE_BYTES ? undefined : readAt(this.fd, offset, length);
    const checked = bytes && checkLine(bytes, this.options.isExact);
    const isWhole = checked !== undefined && isGood(checked);
    if (isWhole && bytes !== undefined) {
      this.takeGood(checked, Buffer.concat([bytes, Buffer.from('\n')]), position);
      if (this.closedAt?.offset === offset) this.plan.mustMoveClosed = true;
      else if (!this.plan.edits.has(offset)) this.plan.edits.set(offset, { action: 'end', length });
    } else this.setAside(position, 0);
    const severity = this.options.isLocked ? 'damage' : 'warning';
    const found = `${length} bytes without one`;
    const repair = isWhole ? 'mends' : 'sets aside';
    this.tell({ kind: 'torn', severity, expected: 'a newline after each line', found, repair }, position);
  }

  /** An unreadable line that is the last one was being written when its writer was killed. */
  private tellUnreadable(isLast: boolean): void {
    const details = this.unreadable;
    this.unreadable = undefined;
    if (details === undefined || (isLast && this.options.isOpen)) return;
    if (!isLast || this.options.isLocked) return this.tell(details);
    if (details.repair === 'sets aside') this.plan.lost--;
    this.tell({ ...details, kind: 'torn', severity: 'warning' });
  }

  private tellHarmless(problems: readonly KeyProblem[], position: LinePosition): void {
    for (const { pointer, expected, found, isHarmless } of problems) {
      if (isHarmless)
        this.tell(
          { kind: 'keys', severity: 'warning', pointer, expected, found, repair: 'leaves' },
          position,
        );
    }
  }

  private tellDuplicate(line: ViewLine, position: LinePosition): void {
    this.setAside(position, 0);
    const expected = `one ${line.kind} line`;
    const call = 'invocation' in line ? line : { function: line.function };
    this.tell({ kind: 'duplicate', expected, found: 'another', repair: 'sets aside' }, position, call);
  }

  private tellAfterClosed(position: LinePosition): void {
    const found = 'lines after it';
    this.tell({ kind: 'order', expected: 'the closed line as the last', found, repair: 'mends' }, position);
    this.plan.mustMoveClosed = true;
  }

  /** Functions of which calls stand before their own line. */
  get lateFunctions(): Iterable<string> {
    return this.late;
  }

  private tell(
    details: Details,
    position?: LinePosition,
    call?: { function: string; invocation?: number | undefined },
  ): void {
    this.options.report({
      severity: 'damage',
      file: LOG,
      line: position?.line,
      function: call?.function,
      invocation: call?.invocation,
      ...details,
    });
  }

  private showProgress({ offset }: LinePosition): void {
    if (offset < this.shownBytes + PROGRESS_EVERY_BYTES) return;
    this.shownBytes = offset;
    this.options.onProgress(offset, this.size);
  }
}

function namesIn(folder: string): ReadonlySet<string> | undefined {
  try {
    return new Set(readdirSync(folder).map((name) => name.toLowerCase()));
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}

function parseName(json: string): string | undefined {
  const line = parseLine(`{"kind":"function","function":${json}}`);
  return line.kind === 'function' ? line.function : undefined;
}
