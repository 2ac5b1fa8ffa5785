import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure } from './measure.mjs';
import { rowNamed } from './rows.mjs';

const source = fileURLToPath(new URL('./limits.c', import.meta.url));

/** The path of the compiled `limits.c`; `undefined` where there is no C compiler. */
export function compileLimits(root) {
  const program = join(root, 'limits');
  try {
    execFileSync('cc', ['-O2', '-o', program, source], { stdio: ['ignore', 'ignore', 'inherit'] });
    return program;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The bytes of the two descriptors of a call of W1, for a program that makes the same files. */
export async function measureDescriptors(root) {
  const folder = join(root, 'descriptors');
  const { error } = await measure(rowNamed('callmonitor call folders'), 'w1', { folder, calls: 1, maxMs: 1 });
  if (error !== undefined) throw new Error(`The folders of a call cannot be made: ${error}`);
  const sizeOf = (file) => readFileSync(join(folder, 'call-monitor/solve/1000', file)).length;
  return { input: sizeOf('input_descriptor.json'), output: sizeOf('output_descriptor.json') };
}
