// Damages databases and reads them, as its parent says; tells it of each before it begins, for it may not survive it.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from 'callmonitor';
import { ATTACKS } from '../databases/attacks.js';
import { mutate } from '../databases/mutations.js';
import { randomFrom } from '../databases/random.js';
import type { ReaderMessage, ReaderTask } from '../databases/reader-messages.js';
import { readSubject, type Subject, writeSubject } from '../databases/subject.js';
import { lookAround, surround } from '../databases/surroundings.js';
import { runTrial } from '../databases/trial.js';
import { Matrix, MatrixHandler } from './kept-matrix.js';

registry.add(Matrix, MatrixHandler);
process.on('message', (task: ReaderTask) => void work(task));

interface Damage {
  readonly task: ReaderTask;
  readonly subject: Subject;
  readonly number: number;
  /** What the surroundings look like. */
  readonly around: string;
}

async function work(task: ReaderTask): Promise<void> {
  const outside = join(task.folder, 'outside');
  mkdirSync(task.folder, { recursive: true });
  surround(outside);
  const around = lookAround(outside);
  const subjects = task.subjects.map(readSubject);
  for (let number = task.from; number < task.to; number += task.step) {
    for (const subject of subjectsOf(task, subjects, number)) await tryOne({ task, subject, number, around });
  }
  rmSync(task.folder, { recursive: true });
  tell({ kind: 'ended', peakBytes: process.resourceUsage().maxRSS * 1024 });
  process.disconnect();
}

/** An attack is made on each of them, a mutation on one: each reader has all in turn, so that they end together. */
function subjectsOf(
  { kind, step }: ReaderTask,
  subjects: readonly Subject[],
  number: number,
): readonly Subject[] {
  const at = Math.floor(number / step) % subjects.length;
  return kind === 'attacks' ? subjects : subjects.slice(at, at + 1);
}

async function tryOne({ task, subject, number, around }: Damage): Promise<void> {
  const { kind, folder, seed, kept } = task;
  const [root, outside] = [join(folder, 'database'), join(folder, 'outside')];
  const attack = kind === 'attacks' ? ATTACKS[number] : undefined;
  let what = attack?.name ?? 'a mutation';
  tell({ kind: 'begins', number, what: `${what} of the ${subject.layout}` });
  const damage = (path: string) => {
    const place = { root: path, outside };
    if (attack === undefined) what = mutate(subject, place, randomFrom(seed + number * 7919));
    else attack.damage(place);
  };
  const isReadOnly = attack?.isHuge ?? false;
  const broken = await runTrial({ subject, damage, root, outside, around, sample: number, isReadOnly });
  for (const each of new Set(broken))
    tell({ kind: 'broken', what: `${number} (${what}, ${subject.layout}): ${each.slice(0, 2000)}` });
  if (broken.length === 0) return;
  const copy = join(kept, `${kind}-${number}-${subject.layout}`);
  writeSubject(subject, copy);
  damage(copy);
}

function tell(message: ReaderMessage): void {
  process.send?.(message);
}
