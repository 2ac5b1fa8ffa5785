import { join } from 'node:path';
import { parseDtype } from '../../handlers/dtype.js';
import { readNpyLayout } from '../../handlers/npy-reader.js';
import { CallMonitorError } from '../../model/errors.js';
import type { SidecarClaim } from './descriptor-walk.js';
import { lookAt, looseMode, systemCode, withFile } from './safe-file.js';

/** What is wrong with a sidecar, or that its rights are loose. */
export interface SidecarProblem {
  readonly expected: string;
  readonly found: string;
  readonly isLoose?: true;
}

/**
 * Looks at a sidecar's header and length, not at its data.
 * @param folder the call's folder, which is one
 */
export function sidecarProblem(folder: string, claim: SidecarClaim): SidecarProblem | undefined {
  const path = join(folder, claim.file);
  try {
    const found = lookAt(path);
    if (found.state !== 'file')
      return { expected: 'a file', found: found.state === 'missing' ? 'nothing' : found.what };
    return contentProblem(path, claim) ?? modeProblem(looseMode(found.stats));
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    return { expected: 'a file that can be read', found: code };
  }
}

function contentProblem(path: string, { dtype, shape }: SidecarClaim): SidecarProblem | undefined {
  try {
    const header = withFile(path, (descriptor, size) => readNpyLayout({ descriptor, path, size }));
    const expected = `${parseDtype(dtype)?.code ?? dtype} of [${shape.join(', ')}]`;
    const found = `${header.dtype.code} of [${header.shape.join(', ')}]`;
    return expected === found ? undefined : { expected: cut(expected), found: cut(found) };
  } catch (error) {
    if (error instanceof CallMonitorError)
      return { expected: 'an NPY file as it was written', found: error.message.replace(`${path}: `, '') };
    throw error;
  }
}

function modeProblem(mode: string | undefined): SidecarProblem | undefined {
  return mode === undefined ? undefined : { expected: '0600', found: mode, isLoose: true };
}

function cut(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
