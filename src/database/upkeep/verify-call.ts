import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { RecordNotFoundError } from '../../model/errors.js';
import { isDatabase } from '../find-databases.js';
import type { FunctionIndex } from '../indexed-functions.js';
import { LogIndex } from '../log-index.js';
import { LogReader } from '../log-reader.js';
import { isPlainFolder, readPlainFile } from '../plain-file.js';
import { folderNameOf } from '../summarize-functions.js';
import { DESCRIPTORS } from '../view-builder.js';
import { checkLine } from './check-line.js';
import { Findings } from './finding.js';
import { sidecarProblem } from './sidecar-check.js';
import type { VerifyOptions, VerifyReport } from './verify.js';
import { compareViewFile } from './view-files.js';

const MOST_FINDINGS = 100;
const KINDS = ['input', 'output'] as const;

/**
 * Checks the folder of one call: its descriptors, its sidecars and, where it stands in its database, the log's lines.
 * @throws RecordNotFoundError where there is no folder of a call
 */
export function verifyCall(folder: string, { onFinding }: VerifyOptions = {}): VerifyReport {
  const path = resolve(folder);
  if (!isPlainFolder(path) || !readdirSync(path).includes(DESCRIPTORS.input))
    throw new RecordNotFoundError(`Expected the folder of a call, with its ${DESCRIPTORS.input}: ${path}`, {
      path,
    });
  const findings = new Findings(MOST_FINDINGS, onFinding);
  let ended = 0;
  for (const kind of KINDS) if (checkDescriptor(path, kind, findings)) ended++;
  compareWithLog(path, findings);
  return {
    path,
    state: 'closed',
    functions: 1,
    calls: 1,
    unfinished: KINDS.length - ended,
    dropped: 0,
    damage: findings.total('damage'),
    warnings: findings.total('warning'),
    findings: findings.first,
    counts: findings.counts,
  };
}

/** Returns whether there is one. */
function checkDescriptor(folder: string, kind: 'input' | 'output', findings: Findings): boolean {
  const file = DESCRIPTORS[kind];
  const about = { severity: 'damage', file, repair: 'leaves' } as const;
  const text = readPlainFile(join(folder, file));
  if (text === undefined) return false;
  const checked = checkLine(Buffer.from(text.replace(/\n$/, '')), true);
  if (checked.state === 'unreadable') {
    findings.add({ ...about, kind: 'line', expected: checked.expected, found: checked.found });
    return true;
  }
  if (checked.line.kind !== kind && checked.line.kind !== 'damaged')
    findings.add({ ...about, kind: 'keys', expected: `an ${kind} line`, found: checked.line.kind });
  for (const problem of checked.problems) findings.add({ ...about, kind: 'keys', ...problem });
  for (const problem of checked.valueProblems) findings.add({ ...about, kind: 'value', ...problem });
  for (const claim of checked.sidecars) {
    const problem = sidecarProblem(folder, claim);
    const { pointer } = claim;
    if (problem !== undefined && !problem.isLoose)
      findings.add({ ...about, kind: 'sidecar', file: claim.file, pointer, ...problem });
  }
  return true;
}

function compareWithLog(folder: string, findings: Findings): void {
  const root = dirname(dirname(folder));
  const log = join(root, 'calls.ndjson');
  if (!isDatabase(root)) return;
  const index = new LogIndex(log);
  index.refresh();
  const [dir, invocation] = [basename(dirname(folder)), Number(basename(folder))];
  const owner = [...index.functions].find((each) => folderNameOf(each) === dir);
  for (const kind of KINDS) {
    const line = owner && lineOf(owner, kind, invocation, log);
    if (line === undefined) continue;
    const { state } = compareViewFile(root, { dir, invocation, name: DESCRIPTORS[kind], line });
    if (state === 'same') continue;
    const expected = 'the line of the log';
    findings.add({
      kind: 'view-differs',
      severity: 'damage',
      file: DESCRIPTORS[kind],
      expected,
      found: state,
      repair: 'mends',
    });
  }
}

function lineOf(
  { calls }: FunctionIndex,
  kind: 'input' | 'output',
  invocation: number,
  log: string,
): Buffer | undefined {
  const row = calls.find(invocation);
  if (row === undefined) return undefined;
  const place = kind === 'input' ? calls.inputOf(row) : calls.outputOf(row);
  return place && Buffer.from(`${new LogReader(log).read(place)}\n`);
}
