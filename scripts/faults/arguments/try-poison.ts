import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'callmonitor';
import type { FaultContext } from '../fault.js';
import type { PoisonedConfig, PoisonedReport } from '../programs/poisoned.js';
import { type ProgramEnd, runProgram } from '../run-program.js';
import type { Trial } from './fault.js';
import type { PoisonTrial } from './poison-plan.js';
import { whereOf, whoRan } from './who-ran.js';

/** A failure to begin a database is tried again after a second. */
const PAUSE_MS = 1100;

/** Setters on indices see what is put into an array, which nothing but a slower array could prevent. */
const INDICES = ['Object.prototype.0', 'Object.prototype.1'];

/**
 * Of the package that tells of a process's end: it goes through arrays and `call` when `process` emits something, the
 * end among it. Poisoned for good, so that they throw, they change the exit code.
 */
const NEEDED_BY_SIGNAL_EXIT = [
  'Array.prototype.Symbol(Symbol.iterator)',
  'array iterators.next',
  'Function.prototype.call',
];

interface Run {
  readonly end: ProgramEnd;
  readonly report: PoisonedReport | undefined;
  /** Where it was last. */
  readonly progress: string;
  readonly folder: string;
}

/** All places that can be poisoned here: what the language has depends on Node. */
export async function placesOf({ folder }: FaultContext): Promise<string[]> {
  const run = await runPoisoned(join(folder, 'places'), {
    isRecorded: false,
    poison: 'watched',
    when: 'later',
    places: [],
    pauseMs: 0,
  });
  return readFileSync(join(run.folder, 'progress'), 'utf8').trimEnd().split('\n');
}

/** Runs a program bare and recorded: it sees no difference, and its calls are there, or counted. */
export async function tryPoison(trial: PoisonTrial, at: number, { folder }: FaultContext): Promise<Trial> {
  const isDelayed = trial.poison === 'throwing' && trial.when === 'before the first call';
  const config = { ...trial, pauseMs: isDelayed ? PAUSE_MS : 0 };
  const bare = await runPoisoned(join(folder, `poison-${at}-bare`), {
    ...config,
    pauseMs: 0,
    isRecorded: false,
  });
  const recorded = await runPoisoned(join(folder, `poison-${at}`), { ...config, isRecorded: true });
  const name = `${trial.poison} ${trial.when}: ${trial.places[0]}${trial.places.length > 1 ? ' …' : ''}`;
  const { broken, lost } = checkCalls(recorded);
  const notes = notesOf(trial, bare, recorded);
  return {
    calls: callsOf(recorded.report),
    lost,
    broken: [...differences(trial, bare, recorded), ...broken].map((what) => `${name}: ${what}`),
    ran: trial.when === 'later' && trial.poison === 'watched' ? notes.ran : {},
    ...(notes.text === undefined ? {} : { note: `${name}: ${notes.text}` }),
  };
}

async function runPoisoned(folder: string, config: PoisonedConfig): Promise<Run> {
  mkdirSync(folder);
  // So many calls would be so many folders.
  const env: Record<string, string> = config.when === 'later' ? { CALLMONITOR_LAYOUT: 'packed' } : {};
  const end = await runProgram('poisoned', { cwd: folder, args: [JSON.stringify(config)], env });
  const path = join(folder, 'report.json');
  const report = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as PoisonedReport) : undefined;
  const progress = readFileSync(join(folder, 'progress'), 'utf8').trimEnd().split('\n').at(-1) ?? '';
  return { end, report, progress, folder };
}

function isLeftToSignalExit({ when, places }: PoisonTrial): boolean {
  return when === 'at the end' && places.some((place) => NEEDED_BY_SIGNAL_EXIT.includes(place));
}

function differences(trial: PoisonTrial, bare: Run, recorded: Run): string[] {
  const found: string[] = [];
  const isKnown = isLeftToSignalExit(trial);
  if (recorded.end.hasHung) found.push(`it hung at ${recorded.progress}`);
  const [a, b] = [bare.end, recorded.end].map(({ code, signal }) => signal ?? `exit code ${code}`);
  if (a !== b && !isKnown)
    found.push(`${b} in place of ${a}, at ${recorded.progress}: ${recorded.end.stderr.slice(0, 500)}`);
  if (recorded.end.stdout !== bare.end.stdout) found.push(`it printed ${recorded.end.stdout.slice(0, 500)}`);
  const known = new Set(bare.report?.wrong);
  for (const wrong of recorded.report?.wrong ?? ['it did not come to its end'])
    if (!known.has(wrong)) found.push(wrong);
  if (trial.when !== 'later' || trial.poison !== 'watched') return found;
  return [...found, ...ranByUs(bare.report?.ran ?? [], recorded.report?.ran ?? [])];
}

/** What we ran, but for what the program itself runs as often, through us: the `next` of a generator. */
function ranByUs(bare: PoisonedReport['ran'], recorded: PoisonedReport['ran']): string[] {
  const byProgram = bare.map(({ label }) => label);
  const ran = recorded.filter(({ label, stack }) => {
    if (whoRan(stack) !== 'callmonitor' || INDICES.includes(label)) return false;
    const at = byProgram.indexOf(label);
    if (at !== -1) byProgram.splice(at, 1);
    return at === -1;
  });
  return [...new Set(ran.map(({ label, stack }) => `${whereOf(stack)} ran ${label}`))];
}

/** Calls that were made while nothing was poisoned are all recorded, and those of every function counted. */
function checkCalls({ report, folder, end }: Run): { lost: number; broken: string[] } {
  if (report === undefined) return { lost: 0, broken: [] };
  const root = join(folder, 'call-monitor');
  if (!existsSync(root))
    return { lost: report.calm.length, broken: [`nothing was recorded: ${end.stderr.slice(0, 300)}`] };
  const db = load(root);
  const calm = new Set([...db.calls('calm')].map(({ args }) => args[0]));
  const missing = report.calm.filter((label) => !calm.has(label));
  const broken = missing.map((label) => `the call after ${label} is not recorded`);
  for (const call of db.calls()) {
    if (call.function !== 'calm' || call.status !== 'ok')
      void [call.args, call.kwargs, call.result, call.error];
  }
  return { lost: missing.length, broken };
}

function callsOf(report: PoisonedReport | undefined): number {
  return Object.values(report?.calls ?? {}).reduce((sum, count) => sum + count, 0);
}

interface Notes {
  readonly ran: Readonly<Record<string, number>>;
  readonly text: string | undefined;
}

function notesOf(trial: PoisonTrial, bare: Run, recorded: Run): Notes {
  const ran: Record<string, number> = {};
  for (const { label, stack } of recorded.report?.ran ?? []) {
    const who =
      INDICES.includes(label) && whoRan(stack) === 'callmonitor' ? 'setters on indices' : whoRan(stack);
    if (who !== 'the program' && who !== 'callmonitor') ran[who] = (ran[who] ?? 0) + 1;
  }
  const isKnown = isLeftToSignalExit(trial) && recorded.end.code !== bare.end.code;
  return { ran, text: isKnown ? `signal-exit makes it exit code ${recorded.end.code}` : undefined };
}
