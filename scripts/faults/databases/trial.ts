import { lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { exportCalls, load, pack, prune, unpack } from 'callmonitor';
import { listTree } from '../list-tree.js';
import { type Intact, intactCalls } from './intact-calls.js';
import { attempt, look, type Reading, readCalls, readEverything } from './read-everything.js';
import { commandsFor, runCommand } from './run-commands.js';
import { type Subject, type SubjectCall, writeSubject } from './subject.js';
import { lookAround } from './surroundings.js';
import { repairThoroughly } from './upkeep-trial.js';

/** How a damaged database is put to the proof. */
export interface Trial {
  readonly subject: Subject;
  /** Damages the database at `root`; the same way each time. */
  readonly damage: (root: string) => void;
  /** Where the database is made, with the surroundings in `outside` beside it. */
  readonly root: string;
  readonly outside: string;
  /** What these look like. */
  readonly around: string;
  /** Of what is costly one thing is done, by this number. */
  readonly sample: number;
  /** Whether the database is read only: what is too large to be copied is not repaired. */
  readonly isReadOnly?: boolean;
}

const FORMATS = ['otlp', 'chrome-trace', 'csv', 'parquet', 'json'] as const;
const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, Error.prototype, Map.prototype];
const PRISTINE = prototypeText();

/** Damages a database, reads it in every way, repairs it and reads it again. Returns what was broken. */
export async function runTrial(trial: Trial): Promise<string[]> {
  const { subject, root, outside, around, isReadOnly = false } = trial;
  prepare(trial);
  const before = namesAndTimes(root);
  const intact = intactCalls(subject, root);
  const reading = readEverything(root, wantedOf(trial));
  checkIntact(reading, intact, 'before it was repaired');
  if (!reading.isLoaded && intact.hasSummary)
    reading.broken.push('it is not opened, though its summary is intact');
  await readFurther(trial, reading);
  if (namesAndTimes(root) !== before) reading.broken.push('reading changed the database');
  if (!isReadOnly) {
    if (changeFurther(trial, reading)) prepare(trial);
    if (repairThoroughly(root, reading)) checkRepaired(reading, trial, intact);
  }
  if (lookAround(outside) !== around) reading.broken.push('something outside was changed');
  if (prototypeText() !== PRISTINE) reading.broken.push('a prototype was changed');
  rmSync(root, { recursive: true, force: true });
  return reading.broken;
}

function prepare({ subject, root, damage }: Trial): void {
  rmSync(root, { recursive: true, force: true });
  writeSubject(subject, root);
  damage(root);
}

/** A database that is not opened at all says so. */
function checkIntact(
  { calls, broken, isLoaded }: Reading,
  { calls: intact, named }: Intact,
  when: string,
): void {
  if (!isLoaded) return;
  for (const call of intact) {
    const location = `${call.function}/${call.invocation}`;
    const read = calls.get(location);
    if (read?.text !== call.text) broken.push(`${location} was intact, but reads ${read?.text} ${when}`);
    else if (named.has(call) && read.named !== call.named)
      broken.push(`the arguments of ${location} were intact, but read ${read.named} ${when}`);
  }
}

function checkRepaired(reading: Reading, { root }: Trial, { calls, named, inView }: Intact): void {
  const again = readCalls(root);
  const wanted = new Set<SubjectCall>([...calls, ...inView]);
  checkIntact(again, { calls: wanted, named, inView, hasSummary: true }, 'when it was repaired');
  if (!again.isLoaded) reading.broken.push('it is not opened, though it was repaired');
  reading.broken.push(...again.broken);
}

async function readFurther({ subject, root, sample }: Trial, reading: Reading): Promise<void> {
  const commands = commandsFor(root, subject);
  const isMeant = meansOneOf(sample, commands.length + FORMATS.length);
  for (const [index, format] of FORMATS.entries()) if (isMeant(index)) await exportTo(reading, root, format);
  for (const [index, words] of commands.entries())
    if (isMeant(FORMATS.length + index)) await runCommand(reading, words);
}

async function exportTo(reading: Reading, root: string, to: (typeof FORMATS)[number]): Promise<void> {
  const output = new PassThrough();
  output.on('data', (chunk: Buffer) => look(reading, chunk.toString('latin1')));
  try {
    const databases = attempt(reading, 'load', () => [load(root)]) ?? [];
    await exportCalls(databases, { to, output });
  } catch (error) {
    attempt(reading, `export to ${to}`, () => {
      throw error;
    });
  }
}

/** What changes a database, each with a fresh one. */
const CHANGES: Readonly<Record<string, (root: string) => unknown>> = {
  pack: (root) => pack(root),
  unpack: (root) => unpack(root),
  'prune calls': (root) => prune([root], { keepCalls: 1, includingLast: true }),
  'prune databases': (root) => prune([root], { keepLast: 0, includingLast: true }),
};

function changeFurther(trial: Trial, reading: Reading): boolean {
  const isMeant = meansOneOf(trial.sample, 20);
  let isChanged = false;
  for (const [index, [name, change]] of Object.entries(CHANGES).entries()) {
    if (!isMeant(index)) continue;
    prepare(trial);
    attempt(reading, name, () => change(trial.root));
    if (isThere(trial.root)) reading.broken.push(...readCalls(trial.root).broken);
    isChanged = true;
  }
  return isChanged;
}

/** Some of the calls, each time others. */
function wantedOf({ subject: { calls }, sample }: Trial): readonly SubjectCall[] {
  return calls.filter((_, index) => index % 8 === sample % 8);
}

function meansOneOf(sample: number, count: number): (index: number) => boolean {
  return (index) => sample % count === index;
}

function isThere(root: string): boolean {
  return lstatSync(root, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function namesAndTimes(root: string): string {
  return listTree(root)
    .map((name) => {
      const { mode, size, mtimeMs, ino } = lstatSync(join(root, name));
      return `${name} ${mode} ${size} ${mtimeMs} ${ino}`;
    })
    .join('\n');
}

function prototypeText(): string {
  return PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).map(String).join()).join('\n');
}
