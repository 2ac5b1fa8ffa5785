import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from '../../database/load.js';
import {
  BEGUN_SUFFIX,
  type ProcessReport,
  REPORT_SUFFIX,
  type ReportedDatabase,
} from '../../model/process-report.js';

/** What a command and the processes that it started have recorded. */
export interface RunOutcome {
  /** Calls of intercepted functions, recorded or not. */
  readonly calls: number;
  /** Functions that targets had selected in what was loaded. */
  readonly functions: number;
  readonly databases: readonly ReportedDatabase[];
  /** What is to be said: targets that matched nothing in any process, and what went wrong. */
  readonly messages: readonly string[];
}

/** Gathers what the threads of a run left in its folder; of those that were killed, their databases tell. */
export function gatherReports(folder: string): RunOutcome {
  const names = readdirSync(folder);
  const reports = names
    .filter((name) => name.endsWith(REPORT_SUFFIX))
    .map((name) => readReport(join(folder, name)));
  const reported = reports.flatMap(({ databases }) => databases);
  const known = new Set(reported.map(({ root }) => root));
  const killed = names
    .filter((name) => name.endsWith(BEGUN_SUFFIX))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((root) => root !== '' && !known.has(root))
    .flatMap(describeLeft);
  return {
    calls: sum(reports.map(({ calls }) => calls)) + sum(killed.map(({ calls }) => calls)),
    functions: Math.max(0, ...reports.map(({ functions }) => functions)),
    databases: [...reported, ...killed],
    messages: [...new Set([...reports.flatMap(({ messages }) => messages), ...unmatchedInAll(reports)])],
  };
}

/** Written by a process of ours, a moment ago. */
function readReport(path: string): ProcessReport {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function describeLeft(root: string): (ReportedDatabase & { readonly calls: number })[] {
  try {
    const functions = [...load(root).functions.values()];
    const recorded = sum(functions.map((fn) => fn.recorded));
    return [{ root, recorded, cut: 0, calls: sum(functions.map(({ calls }) => calls)) }];
  } catch {
    return []; // moved or removed by now
  }
}

/** A target may have matched in one process of several. */
function unmatchedInAll(reports: readonly ProcessReport[]): string[] {
  const [first, ...others] = reports.map(({ unmatched }) => unmatched);
  const missing = Object.keys(first ?? {}).filter((target) => others.every((each) => target in each));
  return missing.map((target) => mostTelling(reports.map(({ unmatched }) => unmatched[target] ?? '')));
}

/** The longest line knows most names. */
function mostTelling(lines: readonly string[]): string {
  return lines.reduce((best, line) => (line.length > best.length ? line : best), '');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
