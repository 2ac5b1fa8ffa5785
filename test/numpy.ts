import { spawnSync } from 'node:child_process';

const INSTALL = 'needs Python with NumPy: apt install python3-numpy';
const python = ['python3', '/usr/bin/python3'].find(
  (command) => spawnSync(command, ['-c', 'import numpy'], { stdio: 'ignore' }).status === 0,
);

/** Options of a test that needs NumPy: skipped on a machine without it, but not in CI. */
export const needsNumpy = { skip: python === undefined && !process.env['CI'] ? INSTALL : false };

/**
 * Runs a Python script in one new process. It finds `np`, what is given here as `given`, and `describe(array)`, which
 * agrees with `encode` below; what it leaves in `result` is returned.
 */
export function runNumpy(script: string, given: unknown): unknown {
  if (python === undefined) throw new Error(INSTALL);
  const source = `${PREAMBLE}\n${script}\njson.dump(result, sys.stdout)`;
  const { status, stdout, stderr } = spawnSync(python, ['-c', source], {
    input: JSON.stringify(given),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`Expected the Python script to succeed, got ${stderr}`);
  return JSON.parse(stdout);
}

/** Numbers as text that keeps every bit: integers in decimal, floats as the hexadecimal digits of their double. */
export function encode(values: Iterable<number | bigint>, isFloat: boolean): string[] {
  return Array.from(values, (value) => (isFloat ? doubleDigits(Number(value)) : String(value)));
}

function doubleDigits(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString('hex');
}

const PREAMBLE = `
import json, struct, sys
import numpy as np

given = json.load(sys.stdin)
result = None

def encode(array):
    flat = array.ravel(order='C')
    if flat.dtype.kind == 'c':
        flat = flat.astype('c16').view('f8')
    if flat.dtype.kind == 'f':
        return [struct.pack('>d', value).hex() for value in flat]
    return [str(int(value)) for value in flat]

def describe(array):
    flags = array.flags
    return {
        'dtype': array.dtype.newbyteorder('<').str,
        'shape': list(array.shape),
        'fortranOrder': bool(flags.f_contiguous and not flags.c_contiguous),
        'values': encode(array),
    }
`;
