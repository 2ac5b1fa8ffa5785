import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ToldProgram } from '../told-program.js';
import { quickFolder } from './small-disk.js';
import type { Situation, Trouble } from './trouble.js';
import { each } from './variants.js';

/** Until gathered lines are written, and the place of the database is looked at again. */
const SETTLED_MS = 250;

/** A database whose place comes to be something else's, or nothing's. */
export const PLACE_TROUBLES: readonly Trouble[] = [
  place('removed', (home) => removing(home, true), true),
  place('removed in the midst of calls', (home) => removing(home, false)),
  place('log removed', (home) => removing(home, true, 'calls.ndjson')),
  place('moved', (home) => replacing(home, () => {})),
  place('replaced by a file', (home) => replacing(home, (root) => writeFileSync(root, ''))),
  place('replaced by another folder', (home) => replacing(home, (root) => mkdirSync(root))),
  place('replaced by a link', (home) => replacingByLink(home), true),
  place('replaced by a link to itself', (home) =>
    replacing(home, (root) => symlinkSync(`${root}.moved`, root)),
  ),
];

function place(
  name: string,
  situation: (home: string) => Pick<Situation, 'begin' | 'deleted' | 'untouched'>,
  isInShortForm = false,
): Trouble {
  return {
    name,
    isInShortForm,
    variants: each(['plain', 'arrays']),
    setUp: (folder) => {
      const place = quickFolder(folder);
      return { home: place.path, end: () => {}, remove: () => place.remove(), ...situation(place.path) };
    },
  };
}

function replacingByLink(home: string): Pick<Situation, 'begin' | 'untouched'> {
  const other = join(home, 'other');
  mkdirSync(other);
  return { ...replacing(home, (root) => symlinkSync(other, root)), untouched: other };
}

/** Nothing of what was recorded is gone: the program can write on in what was moved. */
function replacing(home: string, put: (root: string) => void): Pick<Situation, 'begin'> {
  const root = join(home, 'call-monitor');
  return {
    begin: () => {
      if (!existsSync(root)) return;
      renameSync(root, `${root}.moved`);
      put(root);
    },
  };
}

/** The calls that were recorded are gone with it: how many is certain only if there are none meanwhile. */
function removing(home: string, isQuiet: boolean, name = ''): Pick<Situation, 'begin' | 'deleted'> {
  const deleted: [number, number] = [0, 0];
  const remove = () => removeWhole(join(home, 'call-monitor', name));
  return {
    deleted,
    begin: async (program: ToldProgram) => {
      if (isQuiet) {
        await program.tell('rest');
        await setTimeout(SETTLED_MS);
        const before = await program.tell('');
        // One call that may be lost, for nobody has looked since.
        await program.tell('once');
        await setTimeout(SETTLED_MS);
        remove();
        deleted.fill(before);
        await program.tell('begin');
      } else {
        remove();
        deleted[1] = await program.tell('');
      }
    },
  };
}

/** As often as something was added while the rest was removed. */
function removeWhole(path: string): void {
  for (;;) {
    try {
      return rmSync(path, { recursive: true, force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
    }
  }
}
