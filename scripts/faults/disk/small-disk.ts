import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NotPossibleHere, runCommand } from './system-command.js';
import type { Situation } from './trouble.js';

const BALLAST = 'ballast';
/** A view has many small files. */
const BYTES_A_FILE = 4096;
const CHUNKS = [2 ** 20, 2 ** 12].map((bytes) => Buffer.alloc(bytes));

/** A file system of its own, in memory, mounted in a folder. */
export class MemoryDisk {
  readonly path: string;

  /** @param options of `mount`: `size=256k` */
  constructor(folder: string, options: string) {
    this.path = join(folder, 'disk');
    mkdirSync(this.path);
    runCommand('mount', '-t', 'tmpfs', '-o', `mode=0777,${options}`, 'tmpfs', this.path);
  }

  /** Leaves no byte free. */
  fill(): void {
    fillDisk(this.path);
  }

  /** Takes away what it was filled with. */
  free(): void {
    truncateSync(join(this.path, BALLAST), 0);
  }

  remount(options: string): void {
    runCommand('mount', '-o', `remount,${options}`, this.path);
  }

  remove(): void {
    runCommand('umount', '--lazy', this.path);
  }
}

/** A folder in memory, which leaves no work behind for a disk; an ordinary one where nothing can be mounted. */
export function quickFolder(folder: string): { readonly path: string; remove(): void } {
  try {
    return new MemoryDisk(folder, 'size=256m');
  } catch (error) {
    if (!(error instanceof NotPossibleHere)) throw error;
    return { path: join(folder, 'disk'), remove: () => {} };
  }
}

/** A file system in a file, by way of a loop device. */
export class LoopDisk {
  readonly path: string;
  readonly device: string;
  readonly #image: string;
  readonly #bytes: number;
  readonly #options: string;

  /**
   * @param type `ext2` has no journal, so that it goes on after errors
   * @param options of `mount`
   */
  constructor(folder: string, type: 'ext2' | 'ext4', options: string, bytes = 32 * 2 ** 20) {
    this.path = join(folder, 'disk');
    this.#image = join(folder, 'image');
    this.#bytes = bytes;
    this.#options = options;
    mkdirSync(this.path);
    writeFileSync(this.#image, '');
    truncateSync(this.#image, bytes);
    runCommand(`mkfs.${type}`, '-q', '-F', '-i', String(BYTES_A_FILE), this.#image);
    this.device = runCommand('losetup', '--find', '--show', this.#image);
    this.mount();
  }

  mount(): void {
    runCommand('mount', '-o', this.#options, this.device, this.path);
  }

  /** Goes read-only at once, whatever is open: as after an error of which a file system does not know the end. */
  abort(): void {
    runCommand('mount', '-o', 'remount,abort', this.path);
  }

  unmount(): void {
    runCommand('umount', this.path);
  }

  /** What a machine does with a file system that was not left well. */
  check(): void {
    runCommand('sh', '-c', `e2fsck -p -f ${this.device} || test $? -le 2`);
  }

  /** Most of its blocks are there no more: to write them is an input/output error. */
  shrink(): void {
    this.#resize(2 ** 20);
  }

  /** They are there again. */
  grow(): void {
    this.#resize(this.#bytes);
  }

  remove(): void {
    try {
      runCommand('umount', '--lazy', this.path);
    } finally {
      runCommand('losetup', '--detach', this.device);
    }
  }

  #resize(bytes: number): void {
    truncateSync(this.#image, bytes);
    runCommand('losetup', '--set-capacity', this.device);
  }
}

function fillDisk(folder: string): void {
  for (const chunk of CHUNKS) {
    try {
      for (;;) writeFileSync(join(folder, BALLAST), chunk, { flag: 'a' });
    } catch {}
  }
}

/** What goes wrong with a disk or folder that is there for that alone. */
export function situationOn(
  place: { readonly path: string; remove(): void },
  rest: Partial<Situation>,
): Situation {
  return { home: place.path, begin: () => {}, ...rest, remove: () => place.remove() };
}
