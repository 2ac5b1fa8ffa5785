import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LoopDisk } from '../disk/small-disk.js';

/** A thousand times less than memory takes: a bad network, an old memory card. */
const BYTES_A_SECOND = 1_000_000;

/** The two kinds of control groups, and where each is told how fast a device may be written. */
const KINDS = [
  {
    root: '/sys/fs/cgroup/blkio',
    file: 'blkio.throttle.write_bps_device',
    rule: (device: string) => `${device} ${BYTES_A_SECOND}`,
    prepare: () => {},
  },
  {
    root: '/sys/fs/cgroup',
    file: 'io.max',
    rule: (device: string) => `${device} wbps=${BYTES_A_SECOND}`,
    prepare: () => writeFileSync('/sys/fs/cgroup/cgroup.subtree_control', '+io'),
  },
] as const;

/**
 * A disk that is slower than programs: a file system in a file, mounted so that each write waits for its loop device,
 * and a control group whose processes may write only so much to that.
 */
export class SlowDisk {
  readonly path: string;
  readonly #disk: LoopDisk;
  readonly #group: string | undefined;

  constructor(folder: string, bytes: number) {
    this.#disk = new LoopDisk(folder, 'ext2', 'sync,dirsync', bytes);
    this.path = this.#disk.path;
    this.#group = slowDown(basename(this.#disk.device));
  }

  /** What makes it slow. */
  get how(): string {
    const mounted = 'a loop device, mounted sync';
    return this.#group === undefined
      ? `${mounted}; there is no control group that could slow it down`
      : `${mounted}, ${BYTES_A_SECOND / 1e6} MB/s by a control group of ${dirname(this.#group)}`;
  }

  /** Has the command that follows be slowed down. */
  get wrapper(): readonly string[] {
    if (this.#group === undefined) return [];
    return ['sh', '-c', `echo $$ > ${join(this.#group, 'cgroup.procs')}; exec "$0" "$@"`];
  }

  remove(): void {
    this.#disk.remove();
    if (this.#group !== undefined) rmdirSync(this.#group);
  }
}

/** Returns the group, if one could be made. */
function slowDown(device: string): string | undefined {
  const number = readFileSync(`/sys/block/${device}/dev`, 'latin1').trim();
  for (const kind of KINDS) {
    const group = makeGroup(kind, `callmonitor-faults-${device}`, number);
    if (group !== undefined) return group;
  }
  return undefined;
}

function makeGroup(kind: (typeof KINDS)[number], name: string, device: string): string | undefined {
  const group = join(kind.root, name);
  try {
    kind.prepare();
    mkdirSync(group, { recursive: true });
    writeFileSync(join(group, kind.file), kind.rule(device));
    return group;
  } catch {
    if (existsSync(group)) rmdirSync(group);
    return undefined;
  }
}
