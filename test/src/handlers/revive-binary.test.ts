import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ndarray from 'ndarray';
import { type BinaryParts, binaryOf, reviveBinary } from '../../../src/handlers/binary.js';
import { NdArray } from '../../../src/handlers/nd-array.js';
import { BINARY_VALUES, Stdlib } from './binary-values.js';
import { temporaryFolder } from './temporary-folder.js';

function partsOf(value: object): BinaryParts {
  const array = binaryOf(value);
  assert.ok(array);
  return { ...array, bytes: array.bytes() };
}

for (const { title, value, elements } of BINARY_VALUES) {
  test(`reviveBinary() gives back ${title}`, () => {
    const original = partsOf(value);

    const revived = reviveBinary(original);

    const again = partsOf(revived);
    assert.deepEqual({ ...again, isInPlace: true }, { ...original, isInPlace: true });
    assert.notEqual(again.bytes.buffer, original.bytes.buffer);
    if (original.class in globalThis) assert.equal(revived.constructor.name, original.class);
    assert.ok(elements.length > 0 || again.bytes.length === 0);
  });
}

test('reviveBinary() gives back arrays of the installed packages', () => {
  const matrix = reviveBinary(partsOf(ndarray(Float64Array.of(1, 2, 3, 4), [2, 2]).transpose(1, 0)));
  const tensor = reviveBinary(
    partsOf(new Stdlib('int8', Int8Array.of(1, 2, 3, 4), [2, 2], [2, 1], 0, 'row-major')),
  );

  assert.equal((matrix as ndarray.NdArray).get(0, 1), 3);
  assert.ok(tensor instanceof Stdlib);
  assert.equal(tensor.get(1, 0), 3);
});

test('reviveBinary() turns the other byte order into this one', () => {
  const bytes = Buffer.from('3ff80000000000004000000000000000', 'hex');

  const revived = reviveBinary({
    class: 'Float64Array',
    dtype: '>f8',
    shape: [2],
    fortranOrder: false,
    bytes,
  });

  assert.deepEqual(revived, Float64Array.of(1.5, 2));
  assert.equal(bytes[0], 0x3f);
});

test('reviveBinary() takes over memory that it is given, and no part of a larger buffer', () => {
  const whole = new Uint8Array(8);
  const parts = { class: 'Uint8Array', dtype: '|u1', fortranOrder: false, isOwned: true };

  const same = reviveBinary({ ...parts, shape: [8], bytes: whole });
  const copy = reviveBinary({ ...parts, shape: [4], bytes: whole.subarray(4) });

  assert.equal((same as Uint8Array).buffer, whole.buffer);
  assert.equal((copy as Uint8Array).buffer.byteLength, 4);
});

function inFolder(t: TestContext, folder: string): void {
  const before = process.cwd();
  process.chdir(folder);
  t.after(() => process.chdir(before));
}

function installPackage(folder: string, source: string): void {
  const packageFolder = join(folder, 'node_modules', 'ndarray');
  mkdirSync(packageFolder, { recursive: true });
  writeFileSync(join(packageFolder, 'index.js'), source);
}

const TEN = { class: 'ndarray', dtype: '|u1', shape: [1], fortranOrder: false, bytes: Uint8Array.of(10) };

test('reviveBinary() prefers the package of the working directory', (t) => {
  const folder = realpathSync(temporaryFolder(t));
  installPackage(folder, 'module.exports = (data, shape) => ({ mine: data[0], shape });');
  inFolder(t, folder);

  assert.deepEqual(reviveBinary(TEN), { mine: 10, shape: [1] });
});

test('reviveBinary() runs no package that lies in a database', (t) => {
  const folder = realpathSync(temporaryFolder(t));
  mkdirSync(join(folder, 'solve', '1'), { recursive: true });
  writeFileSync(join(folder, 'calls.ndjson'), '');
  installPackage(join(folder, 'solve'), 'throw new Error("code of the database ran");');
  inFolder(t, join(folder, 'solve', '1'));

  assert.equal((reviveBinary(TEN) as ndarray.NdArray).get(0), 10);
});

test('reviveBinary() falls back to NdArray where no package is installed', (t) => {
  const folder = realpathSync(temporaryFolder(t));
  const compiled = fileURLToPath(new URL('../../../src', import.meta.url));
  for (const name of ['handlers', 'model'])
    cpSync(join(compiled, name), join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const script = `
    import { reviveBinary } from './handlers/binary.js';
    const parts = { dtype: '<i2', shape: [2, 1], fortranOrder: false, bytes: Uint8Array.of(1, 0, 2, 0) };
    const revived = ['ndarray', '@stdlib/ndarray'].map((name) => reviveBinary({ class: name, ...parts }));
    console.log(JSON.stringify(revived.map((array) => [array.constructor.name, { ...array, data: [...array.data] }])));`;

  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    encoding: 'utf8',
  });

  const array = { data: [1, 2], shape: [2, 1], strides: [1, 1], offset: 0, order: 'row-major', dtype: '<i2' };
  assert.deepEqual(JSON.parse(output), Array(2).fill(['NdArray', array]));
});

const PLAIN: [title: string, parts: Omit<BinaryParts, 'fortranOrder' | 'bytes'>, bytes: number][] = [
  ['complex numbers of an ndarray', { class: 'ndarray', dtype: '<c16', shape: [1, 2] }, 32],
  ['booleans of an ndarray', { class: 'ndarray', dtype: '|b1', shape: [2] }, 2],
  ['64-bit integers of a stdlib ndarray', { class: '@stdlib/ndarray', dtype: '<i8', shape: [2, 1] }, 16],
  ['more axes than a package takes', { class: 'ndarray', dtype: '|u1', shape: Array(40).fill(1) }, 1],
];

for (const [title, parts, length] of PLAIN) {
  test(`reviveBinary() falls back to NdArray for ${title}`, () => {
    const revived = reviveBinary({ ...parts, fortranOrder: true, bytes: new Uint8Array(length) });

    assert.ok(revived instanceof NdArray);
    assert.deepEqual(
      [revived.dtype, revived.shape, revived.order],
      [parts.dtype, parts.shape, 'column-major'],
    );
    assert.equal(revived.data.byteLength, length);
  });
}

const MISFITS: [title: string, parts: Partial<BinaryParts>, message: RegExp][] = [
  ['an unknown class', { class: 'Function' }, /class of binary values, got Function/],
  ['a name of Object.prototype', { class: '__proto__' }, /class of binary values, got __proto__/],
  ['an unknown dtype', { dtype: '|O' }, /dtype of b1 .*, got \|O/],
  ['a dtype of Object.prototype', { dtype: '<constructor' }, /dtype of b1/],
  ["another class's dtype", { dtype: '<f4' }, /dtype f8 for class Float64Array, got <f4/],
  ['too few bytes', { shape: [3] }, /24 bytes, got 16/],
  ['too many bytes', { shape: [1] }, /8 bytes, got 16/],
  ['a negative length', { shape: [-2] }, /shape of lengths, got \[-2\]/],
  ['a fractional length', { shape: [0.5, 4] }, /shape of lengths/],
  ['an unsafe product', { shape: [2 ** 30, 2 ** 30] }, /shape of lengths/],
];

for (const [title, parts, message] of MISFITS) {
  test(`reviveBinary() refuses ${title}`, () => {
    const whole = {
      class: 'Float64Array',
      dtype: '<f8',
      shape: [2],
      fortranOrder: false,
      bytes: new Uint8Array(16),
    };

    assert.throws(() => reviveBinary({ ...whole, ...parts }), { name: 'RangeError', message });
  });
}
