import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folders with our own compiled code. */
const DIST = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const FOLDERS = ['src', 'instrumentations', 'exporters'].map((folder) => join(DIST, folder) + sep);

/** Whether a file, by its absolute path, is of callmonitor itself. */
export function isOwnCode(path: string): boolean {
  return FOLDERS.some((folder) => path.startsWith(folder));
}
