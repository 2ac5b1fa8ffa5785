import type { ToldProgram } from '../told-program.js';
import { quickFolder } from './small-disk.js';
import { runCommand } from './system-command.js';
import type { Trouble } from './trouble.js';
import { each, variants } from './variants.js';

const MOST_FILES = 64;

/** A process that has no file descriptors left. */
export const DESCRIPTOR_TROUBLES: readonly Trouble[] = [
  {
    name: 'no descriptors from the start',
    variants: variants('call packed plain', each(['plain'])),
    isThereFirst: true,
    // The SDK cannot be loaded either: there is nobody yet who could count calls for a database.
    setUp: (folder) => ({ ...descriptors(folder, 1), mostUncounted: Number.POSITIVE_INFINITY }),
  },
  {
    name: 'no descriptors while recording',
    isInShortForm: true,
    variants: variants('call folders arrays', each(['plain', 'arrays'])),
    // The log is open already.
    setUp: (folder, { calls }) => descriptors(folder, calls === 'arrays' ? 1 : 0),
  },
];

function descriptors(folder: string, errors: number) {
  const place = quickFolder(folder);
  return {
    home: place.path,
    errors,
    // Node itself opens more than these when it loads this many modules at once.
    begin: async (program: ToldProgram) => {
      runCommand('prlimit', `--pid=${program.pid}`, `--nofile=${MOST_FILES}`);
      await program.tell('openAll');
    },
    end: async (program: ToldProgram) => void (await program.tell('closeAll')),
    remove: () => place.remove(),
  };
}
