import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  type Stats,
  statSync,
} from 'node:fs';
import { RecordNotFoundError } from '../model/errors.js';
import { hasCode } from './files.js';

/** What has become a link or a pipe since it was looked at is not followed, nor waited for; Windows has neither. */
const READ_ONLY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
/** Files other than the log are small: descriptors of one call, or the summary. */
const MOST_BYTES = 512 * 1024 * 1024;

/**
 * Opens a regular file for reading. A database is data from anywhere: a link could lead out of it, a pipe would
 * wait for ever. Returns `undefined` where there is nothing.
 * @throws RecordNotFoundError for anything but a regular file
 */
export function openPlainFile(path: string): number | undefined {
  const stats = statsOf(path);
  if (stats === undefined) return undefined;
  if (!stats.isFile()) throw notPlain(path, stats);
  return openSync(path, READ_ONLY);
}

/**
 * The text of a regular file, or `undefined` where there is none.
 * @throws RecordNotFoundError for anything but a regular file of reasonable size
 */
export function readPlainFile(path: string): string | undefined {
  const fd = openPlainFile(path);
  if (fd === undefined) return undefined;
  try {
    if (fstatSync(fd).size > MOST_BYTES)
      throw new RecordNotFoundError(`${path} is too large to be read`, { path });
    return readFileSync(fd, 'utf8');
  } finally {
    closeSync(fd);
  }
}

/** Whether a folder stands there itself, and no link to one. */
export function isPlainFolder(path: string): boolean {
  return statsOf(path)?.isDirectory() ?? false;
}

/** What stands at a path, its last link not followed; `undefined` where there is nothing. */
export function statsOf(path: string): Stats | undefined {
  return orNothing(() => lstatSync(path, { throwIfNoEntry: false }));
}

/** The same, of what a link leads to. */
export function followedStatsOf(path: string): Stats | undefined {
  return orNothing(() => statSync(path, { throwIfNoEntry: false }));
}

/** Where a file stands above, a link that leads to itself, or under a name that is too long, there is nothing. */
const NOTHING = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'];

function orNothing(look: () => Stats | undefined): Stats | undefined {
  try {
    return look();
  } catch (error) {
    if (NOTHING.some((code) => hasCode(error, code))) return undefined;
    throw error;
  }
}

function notPlain(path: string, stats: Stats): RecordNotFoundError {
  const found = stats.isSymbolicLink() ? 'a link' : stats.isDirectory() ? 'a folder' : 'something else';
  return new RecordNotFoundError(`Expected a regular file, found ${found}: ${path}`, { path });
}
