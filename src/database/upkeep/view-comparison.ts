import { join, relative } from 'node:path';
import { dirsFor } from '../function-dirs.js';
import { DESCRIPTORS, type ViewFile } from '../view-builder.js';
import { briefText } from './brief-text.js';
import type { SidecarClaim } from './descriptor-walk.js';
import type { Finding } from './finding.js';
import { sidecarProblem } from './sidecar-check.js';
import { compareViewFile, folderOf, hasPlainFolder, type ViewState } from './view-files.js';
import type { ViewLine } from './view-record.js';

/** What a comparison needs, and whom it tells. */
export interface ViewComparisonOptions {
  readonly root: string;
  /** Whether there should be a view: not of a packed database, nor of one that is being written. */
  readonly hasView: boolean;
  dirOf(name: string): string | undefined;
  report(finding: Finding): void;
}

/** Compares the lines of a log, one after the other, with their files in the view, and looks at their sidecars. */
export class ViewComparison {
  private readonly options: ViewComparisonOptions;

  constructor(options: ViewComparisonOptions) {
    this.options = options;
  }

  /** @param bytes the line with its newline */
  compare(line: ViewLine, bytes: Buffer, sidecars: readonly SidecarClaim[]): void {
    const { root, hasView, dirOf } = this.options;
    const dir = dirOf(line.function);
    const isAstray = line.kind === 'function' && !this.checkDir(line.function, line.dir, dir);
    if (dir === undefined || isAstray) return;
    const invocation = line.kind === 'function' ? undefined : line.invocation;
    const file: ViewFile = { dir, invocation, name: DESCRIPTORS[line.kind], line: bytes };
    if (hasView) this.tellState(compareViewFile(root, file), file, line);
    if (sidecars.length === 0) return;
    const isThere = hasPlainFolder(root, file);
    for (const claim of sidecars) {
      const problem = isThere
        ? sidecarProblem(folderOf(root, file), claim)
        : { expected: 'a file', found: 'no folder of the call' };
      if (problem !== undefined) this.tellSidecar(problem, claim, file, line);
    }
  }

  /** Returns whether the folder is one of its own; in one that is not, its file need not be. */
  private checkDir(name: string, written: unknown, dir: string | undefined): boolean {
    const dirs = dirsFor(name);
    const isRight = dirs.includes(String(written));
    if (isRight && dir === written) return true;
    const expected = isRight ? 'a folder that no other function has' : dirs[0];
    const found = briefText(written);
    this.tell({ kind: 'dir', file: 'calls.ndjson', function: name, expected, found });
    return false;
  }

  private tellState(state: ViewState, file: ViewFile, line: ViewLine): void {
    const path = this.pathOf(file, file.name);
    const call = { function: line.function, invocation: file.invocation };
    const expected = 'the line of the log';
    const tell = (kind: Finding['kind'], found: string, repair: Finding['repair'], at = path) =>
      this.tell({ kind, file: at, ...call, expected, found, repair });
    if (state.state === 'missing') tell('view-missing', 'nothing', 'mends');
    else if (state.state === 'cut') tell('view-differs', `its first ${state.bytes} bytes`, 'mends');
    else if (state.state === 'differs') tell('view-differs', state.found, 'mends');
    else if (state.state === 'unreadable') tell('unreadable', state.code, 'leaves');
    else if (state.state === 'blocked')
      tell('view-differs', state.found, 'mends', relative(this.options.root, state.path));
    else if (state.mode !== undefined) this.tellMode(path, state.mode);
  }

  private tellSidecar(
    { expected, found, isLoose }: NonNullable<ReturnType<typeof sidecarProblem>>,
    { file, pointer }: SidecarClaim,
    place: ViewFile,
    line: ViewLine,
  ): void {
    const path = this.pathOf(place, file);
    if (isLoose) this.tellMode(path, found);
    else {
      const call = { function: line.function, invocation: place.invocation };
      this.tell({ kind: 'sidecar', file: path, ...call, pointer, expected, found });
    }
  }

  private tellMode(file: string, found: string): void {
    this.tell({ kind: 'permissions', severity: 'warning', file, expected: '0600', found });
  }

  private pathOf({ dir, invocation }: ViewFile, name: string): string {
    return relative('', join(folderOf('', { dir, invocation }), name));
  }

  private tell(details: Pick<Finding, 'kind' | 'file' | 'expected' | 'found'> & Partial<Finding>): void {
    this.options.report({ severity: 'damage', repair: 'leaves', ...details });
  }
}
