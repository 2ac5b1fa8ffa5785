import { CallMonitorError } from '../../model/errors.js';
import { systemCode } from './safe-file.js';

const MEANINGS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many files are open',
  ENOSPC: 'the disk is full',
  EPERM: 'it is not permitted',
  EROFS: 'the file system is read-only',
};

/** Has the failures of the file system told in words. */
export function attemptUpkeep<Result>(verb: string, path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined || error instanceof CallMonitorError) throw error;
    const meaning = MEANINGS[code] ?? 'the file system refused';
    const message = `${path} could not be ${verb}: ${meaning} (${(error as Error).message}). Nothing is lost: run it again when that is mended`;
    throw new CallMonitorError(message, { path, cause: error });
  }
}
