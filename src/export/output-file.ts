import { closeSync, linkSync, renameSync, rmSync } from 'node:fs';
import { onExit } from 'signal-exit';
import { hasCode } from '../database/files.js';
import { followedStatsOf, statsOf } from '../database/plain-file.js';
import { writeFully } from '../handlers/write-fully.js';
import { DestinationNotFreeError } from '../model/errors.js';
import { openPrivate } from '../model/private-files.js';

/** Whether hard links are not to be had there: on FAT, and in some mounted folders. */
const WITHOUT_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/**
 * A file that is there as a whole or not at all: written beside its place, under another name, mode 0600 for what
 * was recorded is private, and put there at the end.
 */
export class OutputFile {
  private readonly path: string;
  private readonly force: boolean;
  private readonly temporary: string;
  private readonly fd: number;
  private readonly forgetExit: () => void;

  /** @throws DestinationNotFreeError where something stands already, with `force` only if it is no file */
  constructor(path: string, force: boolean) {
    if (!(force ? isReplaceable(path) : statsOf(path) === undefined)) throw notFree(path, force);
    this.path = path;
    this.force = force;
    this.temporary = `${path}.${process.pid}.tmp`;
    this.fd = openPrivate(this.temporary, 'wx');
    this.forgetExit = onExit(() => rmSync(this.temporary, { force: true }));
  }

  write(chunk: Uint8Array): void {
    writeFully(this.fd, [chunk]);
  }

  /** Puts the file in its place. @throws DestinationNotFreeError where something stands there by now */
  finish(): void {
    closeSync(this.fd);
    if (this.force) renameSync(this.temporary, this.path);
    else this.moveToFreePlace();
  }

  /** Leaves nothing behind, whether it was finished or not. */
  discard(): void {
    this.forgetExit();
    try {
      closeSync(this.fd);
    } catch (error) {
      if (!hasCode(error, 'EBADF')) throw error; // finishing may have closed it
    }
    rmSync(this.temporary, { force: true });
  }

  /** A link fails where something stands; a renaming would take its place. */
  private moveToFreePlace(): void {
    try {
      linkSync(this.temporary, this.path);
      rmSync(this.temporary);
    } catch (error) {
      const isTaken = hasCode(error, 'EEXIST') || statsOf(this.path) !== undefined;
      if (isTaken) throw notFree(this.path, false);
      if (!WITHOUT_LINKS.some((code) => hasCode(error, code))) throw error;
      renameSync(this.temporary, this.path);
    }
  }
}

/** Nothing, or a file: what is written to a device or a pipe is not meant to replace it. */
function isReplaceable(path: string): boolean {
  return followedStatsOf(path)?.isFile() ?? true;
}

function notFree(path: string, force: boolean): DestinationNotFreeError {
  const advice = force ? 'and it is no regular file' : 'choose another name, or force it';
  return new DestinationNotFreeError(`Expected nothing at ${path}, but something is there: ${advice}`, {
    path,
  });
}
