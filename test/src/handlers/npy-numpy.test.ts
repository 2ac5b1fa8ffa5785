import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadNpy, type NpyArray, saveNpy } from '../../../src/handlers/npy.js';
import { encode, needsNumpy, runNumpy } from '../../numpy.js';
import { BINARY_VALUES, indices } from './binary-values.js';
import { temporaryFolder } from './temporary-folder.js';

interface Described {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly fortranOrder: boolean;
  readonly values: readonly string[];
}

const FLOAT = /[fc]\d+$/;

test('saveNpy() writes every dtype and layout so that NumPy reads equal values', needsNumpy, (t) => {
  const folder = temporaryFolder(t);
  const paths = BINARY_VALUES.map(({ value }, index) => {
    const path = join(folder, `${index}.npy`);
    saveNpy(path, value);
    return path;
  });

  const read = runNumpy('result = [describe(np.load(path, allow_pickle=False)) for path in given]', paths);

  const expected = BINARY_VALUES.map(({ dtype, shape, fortranOrder, elements }) => ({
    dtype,
    shape,
    fortranOrder,
    values: encode(elements, FLOAT.test(dtype)),
  }));
  for (const [index, { title }] of BINARY_VALUES.entries()) {
    assert.deepEqual((read as Described[])[index], expected[index], title);
  }
});

const WRITE_ALL = `
import os
result = []

def write(name, array, version=None):
    path = os.path.join(given, name + '.npy')
    with open(path, 'wb') as file:
        np.lib.format.write_array(file, array, version=version)
    result.append({'path': path, **describe(array)})

extremes = {
    'b': [True, False, True, True, False, True],
    'i': [0, 1, -1, 'min', 'max', 2],
    'u': [0, 1, 2, 'max', 3, 4],
    'f': [0.1, -0.0, float('inf'), 5e-8, 1.5, 65504],
    'c': [1 + 2j, -0.5j, complex(float('inf'), -0.0), 1e-7, 3j, -1],
}
for code in ['b1', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'f2', 'f4', 'f8', 'c8', 'c16']:
    values = extremes[code[0]]
    if code[0] in 'iu':
        info = np.iinfo(code)
        values = [getattr(info, value) if isinstance(value, str) else value for value in values]
    for order in '<>':
        array = np.array(values, dtype=code).astype(order + code)
        write(f'{code}-{ord(order)}', array)
        write(f'{code}-{ord(order)}-c', array.reshape(2, 3))
        write(f'{code}-{ord(order)}-f', np.asfortranarray(array.reshape(2, 3)))
        write(f'{code}-{ord(order)}-3d', np.asfortranarray(array.reshape(1, 2, 3).repeat(2, axis=0)))
        write(f'{code}-{ord(order)}-scalar', array[:1].reshape(()))
        write(f'{code}-{ord(order)}-empty', array[:0].reshape(0, 3))
write('version-2', np.arange(6, dtype='<i4'), version=(2, 0))
write('version-3', np.arange(6, dtype='>i4'), version=(3, 0))
`;

test('loadNpy() reads what NumPy wrote of every dtype, byte order, layout and version', needsNumpy, (t) => {
  const written = runNumpy(WRITE_ALL, temporaryFolder(t)) as (Described & { path: string })[];

  assert.equal(written.length, 14 * 2 * 6 + 2);
  for (const { path, ...expected } of written) {
    const array = loadNpy(path);
    const { dtype, shape, fortranOrder } = array;
    const values = encode(inRowOrder(array), FLOAT.test(dtype));
    assert.deepEqual({ dtype, shape, fortranOrder, values }, expected, path);
  }
});

/** The elements in C order, as `describe` lists them; a complex number is two in a row. */
function inRowOrder({ dtype, shape, fortranOrder, data }: NpyArray): (number | bigint)[] {
  const width = dtype.includes('c') ? 2 : 1;
  const all = Array.from<number | bigint>(data);
  if (!fortranOrder) return all;
  return indices(shape).flatMap((index) => {
    const position = index.reduceRight((sum, at, axis) => sum * (shape[axis] ?? 0) + at, 0);
    return all.slice(position * width, (position + 1) * width);
  });
}
