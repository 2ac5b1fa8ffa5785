import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import ndarray from 'ndarray';
import { loadNpy, saveNpy } from '../../../src/handlers/npy.js';
import { CallMonitorError } from '../../../src/model/errors.js';
import { temporaryFolder } from './temporary-folder.js';

test('saveNpy() writes the bytes that numpy.lib.format specifies', (t) => {
  const path = join(temporaryFolder(t), 'a.npy');

  saveNpy(path, Uint16Array.of(1, 0x203));

  const header = "\x93NUMPY\x01\x00\x76\x00{'descr': '<u2', 'fortran_order': False, 'shape': (2,), }".padEnd(
    127,
  );
  assert.equal(readFileSync(path, 'latin1'), `${header}\n\x01\x00\x03\x02`);
});

test('saveNpy() makes a file for its owner alone', { skip: process.platform === 'win32' }, (t) => {
  const path = join(temporaryFolder(t), 'a.npy');

  saveNpy(path, new Uint8Array(1));

  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('saveNpy() overwrites nothing', (t) => {
  const path = join(temporaryFolder(t), 'a.npy');
  writeFileSync(path, 'mine');

  assert.throws(() => saveNpy(path, new Uint8Array(1)), { code: 'EEXIST' });
  assert.equal(readFileSync(path, 'utf8'), 'mine');
});

test('saveNpy() refuses what is not binary', (t) => {
  const folder = temporaryFolder(t);
  const trap = () => assert.fail('a trap ran');
  const proxy = new Proxy(new Uint8Array(1), { get: trap, getPrototypeOf: trap });

  for (const value of [{}, [1, 2], proxy]) {
    assert.throws(() => saveNpy(join(folder, 'a.npy'), value), { name: 'TypeError', message: /got/ });
  }
  assert.deepEqual(readdirSync(folder), []);
});

test('loadNpy() gives what saveNpy() was given', (t) => {
  const path = join(temporaryFolder(t), 'a.npy');
  saveNpy(path, ndarray(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]).transpose(1, 0));

  assert.deepEqual(loadNpy(path), {
    dtype: '<f4',
    shape: [3, 2],
    fortranOrder: true,
    data: Float32Array.of(1, 2, 3, 4, 5, 6),
  });
});

test('loadNpy() refuses a file that is cut anywhere', (t) => {
  const path = join(temporaryFolder(t), 'a.npy');
  saveNpy(path, Float64Array.of(1, 2));
  const { size } = statSync(path);

  for (let length = size - 1; length >= 0; length -= 1) {
    truncateSync(path, length);
    assert.throws(() => loadNpy(path), CallMonitorError, `cut at ${length}`);
  }
});

test('loadNpy() refuses a folder and a named pipe', { skip: process.platform === 'win32' }, (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'folder'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);

  for (const name of ['folder', 'pipe'])
    assert.throws(() => loadNpy(join(folder, name)), { message: /Expected a file/ });
});

function npyFile(dict: string, data = '', version = 1): Buffer {
  const prefix = Buffer.from(
    `\x93NUMPY${String.fromCharCode(version)}\0${'\0'.repeat(version === 1 ? 2 : 4)}`,
    'latin1',
  );
  prefix.writeUIntLE(dict.length, 8, version === 1 ? 2 : 4);
  return Buffer.concat([prefix, Buffer.from(dict), Buffer.from(data)]);
}

function headerWith(entries: { descr?: string; order?: string; shape?: string }): Buffer {
  const { descr = "'|u1'", order = 'False', shape = '(4,)' } = entries;
  return npyFile(`{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}}`, 'data');
}

const huge = Buffer.from('\x93NUMPY\x02\0\xff\xff\xff\xff{}', 'latin1');

const HOSTILE: [title: string, file: Buffer, message: RegExp][] = [
  ['nothing', Buffer.alloc(0), /magic .*, got ""/],
  ['another magic', Buffer.from('PK\x03\x04 and more text'), /magic/],
  ['a pickle', Buffer.from('\x80\x04\x95....................', 'latin1'), /magic/],
  ['version 0', npyFile('{}', '', 0), /version 1, 2 or 3 .*, got 0/],
  ['version 9', npyFile('{}', '', 9), /version 1, 2 or 3 .*, got 9/],
  ['a header of 4 GB', huge, /header of 4294967295 bytes .*, got 2/],
  ['a header of 2 MB', npyFile('{}'.padEnd(2 ** 21), '', 2), /header of at most 1048576 bytes/],
  ['no dict', npyFile('[]'), /\{ at character 0/],
  ['an empty dict', npyFile('{}'), /keys descr, fortran_order and shape .*, got ""/],
  ['code', npyFile('__import__("os").system("true")'), /\{ at character 0/],
  ['code in the dict', headerWith({ descr: 'open("x")' }), /a string, True, False or a tuple/],
  [
    'text after the dict',
    npyFile("{'descr': '|u1', 'fortran_order': False, 'shape': ()} x"),
    /nothing after the dict/,
  ],
  ['an unfinished dict', npyFile("{'descr': '|u1', "), /a key at character/],
  ['a missing comma', npyFile("{'descr': '|u1' 'shape': ()}"), /a comma or the end/],
  ['a key twice', npyFile("{'descr': '|u1', 'descr': '|u1'}"), /"descr" once/],
  ['another key', npyFile("{'descr': '|u1', 'fortran_order': False, 'shape': (), 'x': ()}"), /keys descr, /],
  [
    'a key of Object.prototype',
    npyFile("{'__proto__': '|u1', 'fortran_order': False, 'shape': ()}"),
    /keys descr, /,
  ],
  ['escapes in a string', headerWith({ descr: "'\\x3cf8'" }), /a string, True/],
  ['objects', headerWith({ descr: "'|O'" }), /descr of .*, got "\|O"/],
  ['strings', headerWith({ descr: "'<U4'" }), /descr of .*, got "<U4"/],
  ['dates', headerWith({ descr: "'<M8[ns]'" }), /descr of/],
  ['records', headerWith({ descr: "[('a', '<f8')]" }), /a string, True, False or a tuple/],
  ['no byte order', headerWith({ descr: "'f8'" }), /descr of/],
  ['a dtype of Object.prototype', headerWith({ descr: "'<toString'" }), /descr of/],
  ['a number for an order', headerWith({ order: '0' }), /a string, True, False or a tuple/],
  ['a text for an order', headerWith({ order: "'False'" }), /fortran_order True or False .*, got "False"/],
  ['a text for a shape', headerWith({ shape: "'4'" }), /a shape that is a tuple/],
  ['a number for a shape', headerWith({ shape: '4' }), /a string, True, False or a tuple/],
  ['a number in parentheses', headerWith({ shape: '(4)' }), /a comma/],
  ['a negative length', headerWith({ shape: '(-4,)' }), /a non-negative integer/],
  ['a fractional length', headerWith({ shape: '(4.0,)' }), /a comma/],
  ['an unsafe length', headerWith({ shape: '(9007199254740993,)' }), /product is a safe integer/],
  ['an unsafe product', headerWith({ shape: '(4294967296, 4294967296)' }), /product is a safe integer/],
  [
    'an unsafe number of bytes',
    headerWith({ descr: "'<c16'", shape: '(4503599627370496,)' }),
    /product is a safe/,
  ],
  [
    'more data than there are',
    headerWith({ shape: '(1099511627776,)' }),
    /1099511627776 bytes of data .*, got 4/,
  ],
  ['less data than there are', headerWith({ shape: '(3,)' }), /3 bytes of data .*, got 4/],
];

for (const [title, file, message] of HOSTILE) {
  test(`loadNpy() refuses ${title}`, (t) => {
    const path = join(temporaryFolder(t), 'hostile.npy');
    writeFileSync(path, file);

    assert.throws(
      () => loadNpy(path),
      (error) => {
        assert.ok(error instanceof CallMonitorError);
        assert.match(error.message, message);
        assert.ok(error.message.includes(path) && error.message.includes('got'));
        return error.path === path;
      },
    );
  });
}

const LENIENT: [title: string, file: Buffer][] = [
  ['no trailing comma', headerWith({})],
  ['double quotes', headerWith({ descr: '"|u1"' })],
  ['long integers of Python 2', headerWith({ shape: '(2L, 2L)' })],
  ['a one that needs no byte order', headerWith({ descr: "'<u1'" })],
  ['the keys in another order', npyFile("{ 'shape':(4,),'fortran_order':False,'descr':'|u1', }\n", 'data')],
  ['version 3', npyFile("{'descr': '|u1', 'fortran_order': False, 'shape': (4,), }", 'data', 3)],
];

for (const [title, file] of LENIENT) {
  test(`loadNpy() reads a header with ${title}`, (t) => {
    const path = join(temporaryFolder(t), 'a.npy');
    writeFileSync(path, file);

    assert.equal(Buffer.from(loadNpy(path).data.buffer).toString(), 'data');
  });
}

test('loadNpy() reads a long header of spaces at once', (t) => {
  const path = join(temporaryFolder(t), 'a.npy');
  const spaces = ' '.repeat(2 ** 17);
  writeFileSync(path, npyFile(`{'descr'${spaces}:${spaces}'|u1',${spaces}'shape': (${spaces}4 x`, '', 2));

  const start = performance.now();
  assert.throws(() => loadNpy(path), { message: /a comma/ });
  assert.ok(performance.now() - start < 1000);
});
