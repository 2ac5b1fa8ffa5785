import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Attack } from './attack.js';
import { rewriteArgs } from './attack.js';

const SIDECAR = 'store/1/arg_0.npy';

/** NPY headers that lie, and what NumPy itself would run. */
const HEADERS: ReadonlyArray<readonly [name: string, bytes: Buffer]> = [
  [
    'a 4 GB header',
    Buffer.concat([Buffer.from('\x93NUMPY\x02\0\xff\xff\xff\xff', 'latin1'), Buffer.alloc(100, ' ')]),
  ],
  [
    'a 64 KB header',
    Buffer.concat([Buffer.from('\x93NUMPY\x01\0\xff\xff', 'latin1'), Buffer.alloc(100, ' ')]),
  ],
  ['no header', Buffer.from('\x93NUMPY\x01\0', 'latin1')],
  ['nothing', Buffer.alloc(0)],
  ['version 9', npy("{'descr': '<f8', 'fortran_order': False, 'shape': (40,), }", 320, 9)],
  ['a shape of 4 GB', npy("{'descr': '<f8', 'fortran_order': False, 'shape': (536870912,), }", 320)],
  [
    'a shape beyond all',
    npy("{'descr': '<f8', 'fortran_order': False, 'shape': (9007199254740991, 9007199254740991), }", 320),
  ],
  [
    'a shape of nothing and all',
    npy("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 9007199254740991), }", 0),
  ],
  ['a shape below zero', npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-40,), }", 320)],
  ['a shape of words', npy("{'descr': '<f8', 'fortran_order': False, 'shape': ('40',), }", 320)],
  ['pickled objects', npy("{'descr': '|O', 'fortran_order': False, 'shape': (40,), }", 320)],
  ['code', npy("__import__('os').system('touch /tmp/callmonitor-was-here')", 320)],
  ['code in a key', npy("{'descr': process.exit(9), 'fortran_order': False, 'shape': (40,), }", 320)],
  ['a million brackets', npy('('.repeat(1_000_000), 320)],
  [
    'a shape of many axes',
    npy(`{'descr': '<f8', 'fortran_order': False, 'shape': (${'1, '.repeat(100_000)}), }`, 8),
  ],
  [
    'a key that objects have',
    npy("{'__proto__': {}, 'descr': '<f8', 'fortran_order': False, 'shape': (40,), }", 320),
  ],
  ['a string without an end', npy("{'descr': '<f8", 320)],
  ['less than it says', npy("{'descr': '<f8', 'fortran_order': False, 'shape': (40,), }", 319)],
  ['more than it says', npy("{'descr': '<f8', 'fortran_order': False, 'shape': (40,), }", 321)],
  ['another type', npy("{'descr': '<f4', 'fortran_order': False, 'shape': (40,), }", 160)],
  ['another order', npy("{'descr': '>f8', 'fortran_order': True, 'shape': (40,), }", 320)],
];

/** Files in the view that are none of the database's, by path. */
const EXTRA: Readonly<Record<string, string>> = {
  'solve/01/input_descriptor.json': '{}',
  'solve/99/input_descriptor.json': '{"kind":"input","function":"solve","invocation":98}',
  'solve/9007199254740993/input_descriptor.json': '{}',
  'solve/1/arg_0.npy': 'x',
  'solve/function.json/x': '',
  '__proto__/function.json': '{"kind":"function","function":"__proto__","dir":"__proto__","argspec":{}}',
  'constructor/1/input_descriptor.json': '{"kind":"input"}',
  '..%2f/x': '',
  '.damaged/calls.ndjson': 'x',
  '.damaged/solve': 'x',
  'calls.ndjson.1.tmp': 'x',
  'db.json.1.tmp/x': 'x',
  'a\nb': 'x',
  '\u001b[2J': 'x',
};

export const FILE_ATTACKS: readonly Attack[] = [
  ...HEADERS.map(
    ([name, bytes]): Attack => ({
      name: `a sidecar with ${name}`,
      damage: (place) => {
        const [path, type] = [join(place.root, SIDECAR), '"class":"Float64Array","dtype":"<f8","shape":[40]'];
        rewriteArgs(place, `[{"$":"ndarray",${type},"file":"arg_0.npy"}]`);
        put(path, bytes);
      },
    }),
  ),
  ...Object.entries(EXTRA).map(
    ([file, text]): Attack => ({
      name: `an extra ${file}`,
      damage: ({ root }) => put(join(root, file), text),
    }),
  ),
];

function npy(header: string, dataBytes: number, version = 2): Buffer {
  const prefix = Buffer.from(`\x93NUMPY${String.fromCharCode(version)}\0\0\0\0\0`, 'latin1');
  prefix.writeUInt32LE(header.length + 1, 8);
  return Buffer.concat([prefix, Buffer.from(`${header}\n`), Buffer.alloc(dataBytes)]);
}

function put(path: string, content: string | Buffer): void {
  const folder = dirname(path);
  if (existsSync(folder) && path.includes('function.json/')) rmSync(folder, { recursive: true });
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  rmSync(path, { force: true });
  writeFileSync(path, content, { mode: 0o600 });
}
