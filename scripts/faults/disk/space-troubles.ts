import { LoopDisk, MemoryDisk } from './small-disk.js';
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
      return {
        home: disk.path,
        begin: () => disk.fill(),
        end: () => disk.free(),
        remove: () => disk.remove(),
      };
    },
  },
  {
    name: 'full at once',
    variants: variants('batch packed plain', each(['plain', 'arrays'])),
    setUp: (folder) => {
      const disk = new MemoryDisk(folder, 'size=64m');
      return {
        home: disk.path,
        begin: () => disk.fill(),
        end: () => disk.free(),
        remove: () => disk.remove(),
      };
    },
  },
  {
    name: 'full by what is recorded',
    isInShortForm: true,
    variants: variants('call folders plain', each(['plain', 'arrays'])),
    setUp: (folder) => {
      const disk = new MemoryDisk(folder, 'size=400k');
      return {
        home: disk.path,
        begin: () => {},
        end: () => disk.remount('size=256m'),
        remove: () => disk.remove(),
      };
    },
  },
  {
    name: 'full to the end',
    isInShortForm: true,
    variants: variants('call folders arrays', each(['plain', 'arrays'])),
    setUp: (folder) => {
      const disk = new MemoryDisk(folder, 'size=64m');
      return {
        home: disk.path,
        begin: () => disk.fill(),
        afterwards: () => disk.free(),
        mostUncounted: Number.POSITIVE_INFINITY,
        needsRepair: true,
        remove: () => disk.remove(),
      };
    },
  },
  {
    name: 'no more files',
    isInShortForm: true,
    variants: variants('call folders arrays', each(['plain', 'arrays'], ['folders'])),
    setUp: (folder) => {
      const disk = new MemoryDisk(folder, 'size=64m,nr_inodes=60');
      return {
        home: disk.path,
        begin: () => {},
        end: () => disk.remount('nr_inodes=200000'),
        remove: () => disk.remove(),
      };
    },
  },
  {
    name: 'less than minFreeBytes',
    isInShortForm: true,
    variants: variants('call folders plain', each(['plain'])),
    isThereFirst: true,
    setUp: (folder) => {
      const disk = new MemoryDisk(folder, 'size=500m');
      return {
        home: disk.path,
        start: { env: { CALLMONITOR_MIN_FREE_BYTES: String(512 * 2 ** 20) } },
        begin: () => {},
        end: () => disk.remount('size=600m'),
        remove: () => disk.remove(),
      };
    },
  },
  {
    name: 'file size limit',
    isInShortForm: true,
    lastsMs: 1000,
    variants: variants('call packed plain', each(['plain', 'arrays'])),
    setUp: (folder) => {
      const disk = new MemoryDisk(folder, 'size=256m');
      return {
        home: disk.path,
        start: { wrapper: ['prlimit', `--fsize=${LIMIT_BYTES}:unlimited`] },
        begin: () => {},
        end: (program) => void runCommand('prlimit', `--pid=${program.pid}`, '--fsize=unlimited'),
        remove: () => disk.remove(),
      };
    },
  },
  {
    name: 'input/output errors',
    isInShortForm: true,
    variants: variants('call packed plain', each(['plain', 'arrays'])),
    setUp: (folder, { durability }: Variant) => {
      const disk = new LoopDisk(folder, 'ext2', durability === 'fsync' ? 'rw' : 'sync', 64 * 2 ** 20);
      return {
        home: disk.path,
        begin: () => disk.shrink(),
        end: () => disk.grow(),
        remove: () => disk.remove(),
      };
    },
  },
];
