import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { statsOf } from '../plain-file.js';

const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY } = constants;

/** What stands where a file should be. */
export type FoundFile =
  | { readonly state: 'missing' }
  | { readonly state: 'other'; readonly what: string; readonly stats: Stats }
  | { readonly state: 'file'; readonly stats: Stats };

/** What stands at a path, links not followed. */
export function lookAt(path: string): FoundFile {
  const stats = statsOf(path);
  if (stats === undefined) return { state: 'missing' };
  return stats.isFile() ? { state: 'file', stats } : { state: 'other', what: kindOf(stats), stats };
}

/** What something is that is no regular file. */
export function kindOf(stats: Stats): string {
  if (stats.isSymbolicLink()) return 'a link';
  if (stats.isDirectory()) return 'a folder';
  return stats.isFile() ? 'a file' : 'something that is neither file nor folder';
}

/** Uses an open regular file; what has become something else since it was looked at is refused. */
export function withFile<Result>(path: string, use: (fd: number, size: number) => Result): Result {
  const fd = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile())
      throw Object.assign(new Error(`${path} is no regular file any more`), { code: 'EINVAL' });
    return use(fd, stats.size);
  } finally {
    closeSync(fd);
  }
}

/** Bytes of an open file; fewer where it ends before. */
export function readAt(fd: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  for (let read = -1; filled < length && read !== 0; filled += read) {
    read = readSync(fd, bytes, filled, length - filled, offset + filled);
  }
  return bytes.subarray(0, filled);
}

/** The code of a system error: `EACCES`; `undefined` for any other error. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Rights that others than the owner have, as `ls` writes them; `undefined` where there are none, or no such rights. */
export function looseMode({ mode }: Stats): string | undefined {
  if (process.platform === 'win32' || (mode & 0o077) === 0) return undefined;
  return `0${(mode & 0o777).toString(8)}`;
}
