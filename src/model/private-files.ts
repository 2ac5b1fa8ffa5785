import {
  chmodSync,
  closeSync,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmdirSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Recorded arguments are private. */
export const DIRECTORY_MODE = 0o700;
/** Recorded arguments are private. */
export const FILE_MODE = 0o600;

const HAS_MODES = process.platform !== 'win32';

/**
 * Whether the program's umask takes rights from the owner, too, so that what is made has to be given them: found out
 * once, of the first file or folder. Asking for the umask would change it for a moment, under all threads.
 */
let isOwnerMasked: boolean | undefined = HAS_MODES ? undefined : false;

/** Opens a file that is only the owner's if it is made. */
export function openPrivate(path: string, flags: string | number): number {
  const fd = openSync(path, flags, FILE_MODE);
  isOwnerMasked ??= lacksRights(fstatSync(fd), FILE_MODE);
  if (isOwnerMasked) fchmodSync(fd, FILE_MODE);
  return fd;
}

/** Makes a folder that is only the owner's. @throws what the file system throws, EEXIST for one that is there */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { mode: DIRECTORY_MODE });
  try {
    isOwnerMasked ??= lacksRights(lstatSync(path), DIRECTORY_MODE);
    if (isOwnerMasked) chmodSync(path, DIRECTORY_MODE);
  } catch (error) {
    rmdirSync(path);
    throw error;
  }
}

/** Makes a folder that is only the owner's in the system's temporary one. */
export function makeTemporaryFolder(prefix: string): string {
  const path = mkdtempSync(join(tmpdir(), prefix));
  if (HAS_MODES) chmodSync(path, DIRECTORY_MODE);
  return path;
}

/** Adds text to a file that is only the owner's if it is made. */
export function appendPrivate(path: string, text: string): void {
  const fd = openPrivate(path, 'a');
  try {
    writeFileSync(fd, text);
  } finally {
    closeSync(fd);
  }
}

/** Makes only the owner's what somebody else has made in a folder; links stay as they are. */
export function makePrivate(folder: string): void {
  if (!HAS_MODES) return;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const mode = entry.isDirectory() ? DIRECTORY_MODE : FILE_MODE;
    const path = join(entry.parentPath, entry.name);
    if ((entry.isDirectory() || entry.isFile()) && (lstatSync(path).mode & 0o777) !== mode)
      chmodSync(path, mode);
  }
}

function lacksRights({ mode }: Stats, wanted: number): boolean {
  return (mode & wanted) !== wanted;
}
