import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A disk of its own, with an ext4 file system: a file that is mounted. It takes root, and Linux. */
export class LoopDisk {
  /** Where it is mounted. */
  readonly path: string;
  readonly #image: string;

  /** Mounts an image at a new folder beside it. @throws where that is not possible, or not allowed */
  constructor(image: string) {
    this.#image = image;
    this.path = `${image}-mounted`;
    mkdirSync(this.path);
    run('mount', '-o', 'loop', image, this.path);
  }

  /** Makes an empty disk in a folder. @throws as the constructor */
  static make(folder: string, name: string, megabytes: number): LoopDisk {
    const image = join(folder, name);
    writeFileSync(image, '');
    truncateSync(image, megabytes * 2 ** 20);
    run('mkfs.ext4', '-q', '-F', image);
    return new LoopDisk(image);
  }

  /** What the disk would hold if the power failed now: nothing that is only in memory. */
  copyAfterLossOfPower(name: string): LoopDisk {
    const image = `${this.#image}-${name}`;
    copyFileSync(this.#image, image);
    return new LoopDisk(image);
  }

  /** Has all who write to it wait. */
  freeze(): void {
    run('fsfreeze', '--freeze', this.path);
  }

  thaw(): void {
    run('fsfreeze', '--unfreeze', this.path);
  }

  unmount(): void {
    run('umount', this.path);
  }
}

function run(command: string, ...words: string[]): void {
  execFileSync(command, words, { stdio: ['ignore', 'ignore', 'pipe'] });
}
