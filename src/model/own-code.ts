import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The folders with our own compiled code, as paths and as URLs. */
const DIST = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const FOLDERS = ['src', 'instrumentations', 'exporters']
  .map((folder) => join(DIST, folder) + sep)
  .flatMap((folder) => [folder, pathToFileURL(folder).href]);

/** Whether a file, by its absolute path or URL, is of callmonitor itself. */
export function isOwnCode(file: string): boolean {
  return FOLDERS.some((folder) => file.startsWith(folder));
}
