import { closeSync, ftruncateSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Attack } from './attack.js';

const GB = 2 ** 30;
const HEAD = `{"kind":"input","function":"huge","invocation":1,"trace_id":"${'a'.repeat(32)}","span_id":"${'b'.repeat(16)}","trace_flags":1,"start_time":"1","args":["`;

/** Files of gigabytes that hold next to nothing: they have holes, which read as zeros. */
export const HUGE_ATTACKS: readonly Attack[] = [
  huge('a line of 1 GB', ({ at }) => [at, '', GB, '\n']),
  huge('a call of 1 GB', ({ at }) => [at, HEAD, GB, '"],"kwargs":{}}\n']),
  huge('a call of 1 GB that has no end', ({ at }) => [at, HEAD, GB, '']),
  huge('a line of 1 GB at the start', () => [0, '{"kind":"function","function":"', GB, '\n']),
  huge('a span of 1 GB', ({ at }) => [at, '{"kind":"span","name":"', GB, '"}\n']),
  huge('a line of 8 GB', ({ at }) => [at, HEAD, 8 * GB, '"]}\n']),
  huge('a summary of 1 GB', () => [0, '{"format":"', GB, '"}'], 'db.json'),
  huge('a descriptor of 1 GB', ({ at }) => [at, '', GB, '\n'], 'solve/1/input_descriptor.json'),
  huge('a function of 1 GB', () => [0, '{', GB, '\n'], 'solve/function.json'),
  huge('a sidecar of 8 GB', ({ at }) => [at, '', 8 * GB, '\n'], 'store/1/arg_0.npy'),
];

type Write = readonly [at: number, head: string, zeros: number, tail: string];

function huge(name: string, write: (file: { readonly at: number }) => Write, file = 'calls.ndjson'): Attack {
  return {
    name,
    isHuge: true,
    damage: ({ root }) => {
      const path = join(root, file);
      const size = statSync(path, { throwIfNoEntry: false })?.size;
      if (size === undefined) return;
      const [at, head, zeros, tail] = write({ at: size });
      if (at === 0) rmSync(path);
      const fd = openSync(path, at === 0 ? 'wx' : 'r+', 0o600);
      writeSync(fd, head, at);
      ftruncateSync(fd, at + head.length + zeros);
      if (tail !== '') writeSync(fd, tail, at + head.length + zeros);
      closeSync(fd);
    },
  };
}
