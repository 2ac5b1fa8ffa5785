import { cpSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DestinationNotFreeError } from '../model/errors.js';
import { makeTemporaryFolder } from '../model/private-files.js';

const pending = new Set<string>();
const abandoned = new FinalizationRegistry<string>(discard);

/** A private folder for files whose place is not there yet; gone once they are moved, or at the process's exit. */
export class StagingFolder {
  readonly path: string;

  constructor() {
    this.path = makeTemporaryFolder('callmonitor-');
    if (pending.size === 0) process.once('exit', removeAll);
    pending.add(this.path);
    abandoned.register(this, this.path);
  }

  /** @throws DestinationNotFreeError where a file of that name is there already, before anything is moved */
  moveTo(folder: string): void {
    const names = readdirSync(this.path);
    for (const name of names) assertFree(join(folder, name));
    for (const name of names) move(join(this.path, name), join(folder, name));
    this.remove();
  }

  remove(): void {
    removeFolder(this.path);
  }
}

function assertFree(path: string): void {
  if (existsSync(path))
    throw new DestinationNotFreeError(`Expected nothing at ${path}, got a file`, { path });
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    cpSync(from, to, { recursive: true, force: false, errorOnExist: true, verbatimSymlinks: true });
  }
}

function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
  pending.delete(path);
  if (pending.size === 0) process.removeListener('exit', removeAll);
}

function removeAll(): void {
  for (const path of pending) discard(path);
}

/** Nobody is there to hear of a failure; what stays is in the system's temporary folder. */
function discard(path: string): void {
  try {
    removeFolder(path);
  } catch {
    pending.delete(path);
  }
}
