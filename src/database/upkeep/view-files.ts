import { join } from 'node:path';
import { isPlainFolder, statsOf } from '../plain-file.js';
import type { ViewFile } from '../view-builder.js';
import { kindOf, lookAt, looseMode, readAt, systemCode, withFile } from './safe-file.js';

/** How a file of the view compares to the line that it should hold. */
export type ViewState =
  | { readonly state: 'same'; readonly mode?: string | undefined }
  | { readonly state: 'missing' }
  /** It holds the line's beginning: its writer was killed. */
  | { readonly state: 'cut'; readonly bytes: number }
  | { readonly state: 'differs'; readonly found: string }
  /** Something else stands there, or in the place of a folder above it. */
  | { readonly state: 'blocked'; readonly path: string; readonly found: string }
  | { readonly state: 'unreadable'; readonly code: string };

/** The folder of a file of the view. */
export function folderOf(root: string, { dir, invocation }: Pick<ViewFile, 'dir' | 'invocation'>): string {
  return invocation === undefined ? join(root, dir) : join(root, dir, String(invocation));
}

/** Compares a file of the view with the log's line; follows no link. */
export function compareViewFile(root: string, file: ViewFile): ViewState {
  try {
    return blockedFolder(root, file) ?? compareFile(join(folderOf(root, file), file.name), file.line);
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    return { state: 'unreadable', code };
  }
}

/** What stands in the place of a folder above a file: a link would lead elsewhere. */
export function blockedFolder(root: string, file: Pick<ViewFile, 'dir' | 'invocation'>) {
  const folders = [join(root, file.dir)];
  if (file.invocation !== undefined) folders.push(folderOf(root, file));
  for (const path of folders) {
    const stats = statsOf(path);
    if (stats === undefined) return { state: 'missing' } as const;
    if (!stats.isDirectory()) return { state: 'blocked', path, found: kindOf(stats) } as const;
  }
  return undefined;
}

/** Whether the folder of a call, and the one above, are folders and no links. */
export function hasPlainFolder(root: string, file: Pick<ViewFile, 'dir' | 'invocation'>): boolean {
  const isOfFunction = file.invocation === undefined;
  return isPlainFolder(join(root, file.dir)) && (isOfFunction || isPlainFolder(folderOf(root, file)));
}

function compareFile(path: string, line: Buffer): ViewState {
  const found = lookAt(path);
  if (found.state === 'missing') return found;
  if (found.state === 'other') return { state: 'blocked', path, found: found.what };
  return withFile(path, (fd, size) => {
    if (size > line.length) return { state: 'differs', found: `${size} bytes` };
    const bytes = readAt(fd, 0, size);
    if (line.compare(bytes, 0, bytes.length, 0, bytes.length) !== 0)
      return { state: 'differs', found: 'other bytes' };
    return bytes.length === line.length
      ? { state: 'same', mode: looseMode(found.stats) }
      : { state: 'cut', bytes: bytes.length };
  });
}
