import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { LoopDisk, MemoryDisk, quickFolder, situationOn } from './small-disk.js';
import { runCommand } from './system-command.js';
import type { Situation, Trouble } from './trouble.js';
import { each, variants } from './variants.js';

/** Somebody who owns nothing here. */
const NOBODY = 65_534;

/** A disk that is there, but may not be written to. */
export const ACCESS_TROUBLES: readonly Trouble[] = [
  {
    name: 'read-only from the start',
    variants: variants('call folders plain', each(['plain'])),
    isThereFirst: true,
    setUp: (folder) => {
      const disk = new MemoryDisk(folder, 'size=64m,ro');
      return situationOn(disk, {
        end: () => disk.remount('rw'),
      });
    },
  },
  {
    name: 'read-only while recording',
    isInShortForm: true,
    variants: variants('call folders plain', each(['plain', 'arrays'])),
    lastsMs: 2500,
    setUp: (folder, { durability }) => {
      const disk = new LoopDisk(folder, 'ext4', 'sync,dirsync', 64 * 2 ** 20);
      return situationOn(disk, {
        mostOvercounted: durability === 'fsync' ? 1 : 0,
        // What was being written would be lost by the kernel's doing, not by ours.
        begin: async (program) => {
          await program.tell('rest');
          disk.abort();
          await program.tell('begin');
        },
        // Only if nobody holds it any more; what lies under it is none of the program's.
        end: async (program) => {
          await program.tell('rest');
          disk.unmount();
          disk.check();
          disk.mount();
          await program.tell('begin');
        },
      });
    },
  },
  {
    name: 'no permission from the start',
    isInShortForm: true,
    variants: variants('batch folders plain', each(['plain'])),
    isThereFirst: true,
    setUp: (folder) => {
      const place = quickFolder(folder);
      chmodSync(place.path, 0o555);
      return situationOn(place, {
        start: { uid: NOBODY },
        end: () => chmodSync(place.path, 0o777),
      });
    },
  },
  {
    name: 'permission withdrawn',
    isInShortForm: true,
    variants: variants('call folders arrays', each(['plain', 'arrays'])),
    setUp: (folder, { calls }) => {
      const place = quickFolder(folder);
      chmodSync(place.path, 0o777);
      return situationOn(place, {
        start: { uid: NOBODY },
        // The log is open already.
        errors: calls === 'arrays' ? 1 : 0,
        ...switching(join(place.path, 'call-monitor')),
      });
    },
  },
  {
    name: 'log made immutable',
    variants: variants('call packed plain', each(['plain'])),
    lastsMs: 1500,
    setUp: (folder) => {
      const disk = new LoopDisk(folder, 'ext4', 'rw', 64 * 2 ** 20);
      const log = join(disk.path, 'call-monitor', 'calls.ndjson');
      return situationOn(disk, {
        begin: () => setImmutable(log, '+i'),
        end: () => setImmutable(log, '-i'),
      });
    },
  },
];

function switching(path: string): Pick<Situation, 'begin' | 'end'> {
  return { begin: () => setMode(path, 0o000), end: () => setMode(path, 0o700) };
}

/** Of a bare run there is none. */
function setImmutable(path: string, flag: '+i' | '-i'): void {
  if (existsSync(path)) runCommand('chattr', flag, path);
}

/** Of a bare run there is none. */
function setMode(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch {}
}
