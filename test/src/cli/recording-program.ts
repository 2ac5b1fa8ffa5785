// Records what the command line is tested on, into the working directory. With `--kill` it ends as by a crash.
import { intercept } from '../../../src/index.js';

const HOSTILE = '\u001b[31m\u202e\u0007\u009b2J\nfake: line';

const solve = intercept(function solve(x: number, y = 2, { n = 1, tol = 1e-6 * 2 } = {}): number {
  return x * y + n + tol;
});
const smooth = intercept(function smooth(values: Float64Array): Float64Array {
  return values.map((value) => value / 2);
});
const fail = intercept(function fail(reason: string): never {
  throw new RangeError(reason);
});
const each = intercept(function each(...callbacks: Array<() => void>): number {
  return callbacks.length;
});
const wait = intercept(function wait(ms: number): Promise<never> {
  return new Promise(() => ms);
});
const hostile = intercept((value: object) => value, { name: `hostile${HOSTILE}` });

class Mesh {
  readonly nodes = Uint8Array.of(1, 2, 3);

  @intercept
  refine(times: number): number {
    return this.nodes.length * times;
  }
}

solve(20);
solve(3, 4, { n: 5 });
smooth(Float64Array.from({ length: 1000 }, (_, index) => index));
try {
  fail('too small');
} catch {}
each(() => {});
void wait(3);
hostile({ [HOSTILE]: HOSTILE, error: Object.assign(new Error(HOSTILE), { stack: HOSTILE }) });
new Mesh().refine(2);
if (process.argv.includes('--kill')) process.kill(process.pid, 'SIGKILL');
