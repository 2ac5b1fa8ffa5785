import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { makePrivateFolder, openPrivate } from '../model/private-files.js';

/** Whether an error is a system error of that code: `ENOENT`. In a context of `node:vm`, it is of another realm's class. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

/** Makes a private directory in one that exists; `false` if the name is taken. */
export function makeDirectory(path: string): boolean {
  try {
    makePrivateFolder(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** The same, but that one which is there is not asked for: where the program has put a setter in the way, Node makes no error of it. */
export function makeUnlessThere(path: string): boolean {
  return !existsSync(path) && makeDirectory(path);
}

/** Writes a file that does not exist yet; leaves alone one that does. What could not be finished is taken away again. */
export function writeNewFile(path: string, text: string | Uint8Array): void {
  const fd = openNewFile(path);
  if (fd === undefined) return;
  let isComplete = false;
  try {
    writeFileSync(fd, text);
    isComplete = true;
  } finally {
    closeSync(fd);
    if (!isComplete) unlinkSync(path);
  }
}

function openNewFile(path: string): number | undefined {
  try {
    return openPrivate(path, 'wx');
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return undefined;
    throw error;
  }
}

/** Puts a file in the place of another at once: readers see the old one or the new one. */
export function replaceFile(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeNew(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeNew(path: string, text: string | Uint8Array): void {
  const fd = openPrivate(path, 'wx');
  try {
    writeFileSync(fd, text);
  } finally {
    closeSync(fd);
  }
}

/** Has the disk keep what a file holds, through a loss of power. */
export function syncFile(path: string): void {
  const fd = openSync(path, 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Has the disk keep the names in a directory, through a loss of power; Windows does so by itself. */
export function syncDirectory(path: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
