import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { repair } from '../../../src/database/upkeep/repair.js';
import { verify } from '../../../src/database/upkeep/verify.js';
import { LoopDisk } from '../disk/small-disk.js';
import { NotPossibleHere } from '../disk/system-command.js';
import type { Fault, FaultContext, FaultReport } from '../fault.js';
import { countCalls } from './count-calls.js';
import { ROWS, type Row, SHORT_ROWS } from './load-rows.js';
import { type Overload, runOverload } from './run-overload.js';
import { SlowDisk } from './slow-disk.js';

/** Calls that are made faster than the disk takes them. */
export const overload: Fault = {
  name: 'overload',
  title: 'calls that are faster than the disk',
  run: runRows,
};

const FULL = { ms: 60_000, diskBytes: 4 * 2 ** 30, shutdownMs: 30_000 };
const SHORT = { ms: 5000, diskBytes: 256 * 2 ** 20, shutdownMs: 2000 };
/** A call of some 20 µs. */
const SOME_WORK = 20_000;
const MOST_PEAK_KB = 150 * 1024;
/** Half of it, and what the first seconds of a process take. */
const MOST_WAITING = 0.6;
/** What memory may still grow by in the second half. */
const MOST_GROWTH_KB = 32 * 1024;

type Size = typeof FULL;

async function runRows(context: FaultContext): Promise<FaultReport> {
  const size = context.isQuick ? SHORT : FULL;
  const ran: Ran[] = [];
  const remarks = { notes: new Set<string>(), broken: [] as string[] };
  for (const rows of context.isQuick ? SHORT_ROWS : ROWS) {
    context.tell(rows.map(nameOf).join(' and '));
    const bare = runOverload({ way: 'bare', cwd: context.folder, ms: size.ms, rounds: SOME_WORK });
    const results = await Promise.allSettled(rows.map((row) => runRow(row, size, context.folder, bare)));
    for (const [index, result] of results.entries()) {
      if (result.status === 'fulfilled') ran.push(result.value);
      else addFailure(remarks, nameOf(rows[index]), result.reason);
    }
  }
  const sum = (of: (one: Ran) => number) => ran.reduce((total, one) => total + of(one), 0);
  return {
    tried: `${sum((one) => one.end.made)} calls in ${ran.length} programs`,
    lost: `${sum((one) => one.uncounted)} uncounted, ${sum((one) => one.dropped)} dropped and counted`,
    broken: [...remarks.broken, ...ran.flatMap((one) => one.broken)],
    notes: [...remarks.notes, ...new Set(ran.map(({ how }) => how)), ...ran.map(noteOf)],
  };
}

function addFailure(remarks: { notes: Set<string>; broken: string[] }, name: string, reason: unknown): void {
  if (reason instanceof NotPossibleHere) remarks.notes.add(`not tried here: ${name}: ${reason.message}`);
  else remarks.broken.push(`${name}: ${reason instanceof Error ? reason.stack : reason}`);
}

interface Ran {
  readonly row: Row;
  readonly how: string;
  readonly end: Overload;
  /** The same program at the same time, without us. */
  readonly bare: Overload;
  readonly recorded: number;
  readonly dropped: number;
  readonly uncounted: number;
  /** What came of completing the view. */
  readonly repaired: string;
  readonly broken: readonly string[];
}

async function runRow(row: Row, size: Size, parent: string, bare: Promise<Overload>): Promise<Ran> {
  const folder = join(parent, nameOf(row).replaceAll(/\W/g, '-'));
  mkdirSync(folder);
  const disk = row.disk === 'slow' ? new SlowDisk(folder, size.diskBytes) : quickDisk(folder, size.diskBytes);
  try {
    const env = {
      CALLMONITOR_OVERFLOW: row.overflow,
      CALLMONITOR_DURABILITY: row.durability,
      CALLMONITOR_LAYOUT: row.layout,
      CALLMONITOR_MIN_FREE_BYTES: '0',
      CALLMONITOR_SHUTDOWN_TIMEOUT_MS: String(size.shutdownMs),
    };
    const { wrapper } = disk;
    const end = await runOverload({
      way: 'recorded',
      cwd: disk.path,
      ms: size.ms,
      mostCalls: row.mostCalls,
      rounds: row.disk === 'slow' ? SOME_WORK : 0,
      env,
      wrapper,
    });
    return {
      ...examine(row, end, join(disk.path, 'call-monitor')),
      row,
      how: disk.how,
      end,
      bare: await bare,
    };
  } finally {
    disk.remove();
  }
}

function quickDisk(folder: string, bytes: number) {
  const disk = new LoopDisk(folder, 'ext4', 'rw', bytes);
  return { path: disk.path, wrapper: [], how: 'quick: a loop device', remove: () => disk.remove() };
}

function examine(row: Row, end: Overload, root: string) {
  const broken: string[] = [];
  const expect = (isSo: boolean, what: string) => {
    if (!isSo) broken.push(`${nameOf(row)}: ${what}`);
  };
  const { started, ended, dropped, damaged } = countCalls(root);
  const uncounted = end.made - ended - dropped;
  expect(end.code === 0 && end.stderr === '', `it ended with ${end.code}: ${end.stderr}`);
  expect(damaged === 0, `${damaged} lines are damaged`);
  expect(
    uncounted === 0,
    `of ${end.made} calls ${started} began and ${ended} ended in the log, ${dropped} were dropped`,
  );
  expect(row.overflow === 'drop' || dropped === 0, `${dropped} were dropped`);
  const hasWaited = row.overflow === 'drop' && end.sleptMs > end.ranMs * MOST_WAITING;
  expect(!hasWaited, `it waited for ${seconds(end.sleptMs)} of ${seconds(end.ranMs)}`);
  expect(end.peakKb <= MOST_PEAK_KB, `it took ${megabytes(end.peakKb)}`);
  expect(
    end.endKb - end.halfKb <= MOST_GROWTH_KB,
    `memory grew by ${megabytes(end.endKb - end.halfKb)} in the second half`,
  );
  const repaired = row.layout === 'folders' ? completeView(root) : '';
  if (row.layout === 'folders' || row.disk === 'slow') {
    const { damage } = verify(root); // of millions of calls it takes minutes
    expect(damage === 0, `${damage} things are damaged${repaired}`);
  }
  return { recorded: ended, dropped, uncounted, repaired, broken };
}

function completeView(root: string): string {
  const start = performance.now();
  const { viewFiles } = repair(root);
  return `, repair wrote ${viewFiles} files in ${seconds(performance.now() - start)}`;
}

function noteOf({ row, end, bare, recorded, dropped, repaired }: Ran): string {
  const waited = `waited ${((end.sleptMs / end.ranMs) * 100).toFixed(1)} % of the time`;
  const calls = `${rate(end)} calls/s (bare ${rate(bare)}), ${waited}, ${recorded} recorded, ${dropped} dropped`;
  const memory = `peak ${megabytes(end.peakKb)}, ${megabytes(end.halfKb)} at half time, ${megabytes(end.endKb)} at the end`;
  const view = row.layout === 'folders' ? `, ${end.shown} folders then, ${recorded - end.shown} behind` : '';
  return `${nameOf(row)}: ${calls}; ${memory}${view}; exit ${seconds(end.exitMs)}${repaired}`;
}

function nameOf(row: Row | undefined): string {
  return row === undefined ? '' : `${row.overflow} ${row.durability} ${row.layout} ${row.disk}`;
}

function rate({ made, ranMs }: Overload): number {
  return Math.round(made / (ranMs / 1000));
}

function megabytes(kb: number): string {
  return `${Math.round(kb / 1024)} MB`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
