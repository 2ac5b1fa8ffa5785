import { LoopDisk, MemoryDisk, situationOn } from './small-disk.js';
import { runCommand } from './system-command.js';
import type { Trouble, Variant } from './trouble.js';
import { each, variants } from './variants.js';

const LIMIT_BYTES = 200 * 1024;

/** A disk, or what a process may have of it, that comes to its end. */
export const SPACE_TROUBLES: readonly Trouble[] = [
  {
    name: 'full from the start',
    isInShortForm: true,
    variants: variants('call packed plain', each(['plain'])),
    isThereFirst: true,
    setUp: (folder) => {
      const disk = new MemoryDisk(folder, 'size=64m');
      return situationOn(disk, {
        begin: () => disk.fill(),
        end: () => disk.free(),
      });
    },
  },
  {
    name: 'full at once',
    variants: variants('batch packed plain', each(['plain', 'arrays'])),
    setUp: (folder) => {
      const disk = new MemoryDisk(folder, 'size=64m');
      return situationOn(disk, {
        begin: () => disk.fill(),
        end: () => disk.free(),
      });
    },
  },
  {
    name: 'full by what is recorded',
    isInShortForm: true,
    variants: variants('call folders plain', each(['plain', 'arrays'])),
    setUp: (folder) => {
      const disk = new MemoryDisk(folder, 'size=400k');
      return situationOn(disk, {
        end: () => disk.remount('size=256m'),
      });
    },
  },
  {
    name: 'full to the end',
    isInShortForm: true,
    variants: variants('call folders arrays', each(['plain', 'arrays'])),
    setUp: (folder) => {
      const disk = new MemoryDisk(folder, 'size=64m');
      return situationOn(disk, {
        begin: () => disk.fill(),
        afterwards: () => disk.free(),
        mostUncounted: Number.POSITIVE_INFINITY,
        needsRepair: true,
      });
    },
  },
  {
    name: 'no more files',
    isInShortForm: true,
    variants: variants('call folders arrays', each(['plain', 'arrays'], ['folders'])),
    setUp: (folder) => {
      const disk = new MemoryDisk(folder, 'size=64m,nr_inodes=60');
      return situationOn(disk, {
        end: () => disk.remount('nr_inodes=200000'),
      });
    },
  },
  {
    name: 'less than minFreeBytes',
    isInShortForm: true,
    variants: variants('call folders plain', each(['plain'])),
    isThereFirst: true,
    setUp: (folder) => {
      const disk = new MemoryDisk(folder, 'size=500m');
      return situationOn(disk, {
        start: { env: { CALLMONITOR_MIN_FREE_BYTES: String(512 * 2 ** 20) } },
        end: () => disk.remount('size=600m'),
      });
    },
  },
  {
    name: 'file size limit',
    isInShortForm: true,
    lastsMs: 1000,
    variants: variants('call packed plain', each(['plain', 'arrays'])),
    setUp: (folder) => {
      const disk = new MemoryDisk(folder, 'size=256m');
      return situationOn(disk, {
        start: { wrapper: ['prlimit', `--fsize=${LIMIT_BYTES}:unlimited`] },
        end: (program) => void runCommand('prlimit', `--pid=${program.pid}`, '--fsize=unlimited'),
      });
    },
  },
  {
    name: 'input/output errors',
    isInShortForm: true,
    variants: variants('call packed plain', each(['plain', 'arrays'])),
    setUp: (folder, { durability }: Variant) => {
      const disk = new LoopDisk(folder, 'ext2', durability === 'fsync' ? 'rw' : 'sync', 64 * 2 ** 20);
      return situationOn(disk, {
        begin: () => disk.shrink(),
        end: () => disk.grow(),
      });
    },
  },
];
