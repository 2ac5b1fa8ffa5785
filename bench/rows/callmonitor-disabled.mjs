import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A package's export that a target names, after `instrumentation.disable()`: the original is back. */
export default {
  name: 'callmonitor disabled',
  isCheap: true,
  async start(folder) {
    const { CallMonitorInstrumentation } = await import('../../dist/instrumentations/index.js');
    const instrumentation = new CallMonitorInstrumentation({ include: ['bench-target#fn'] });
    return { wrap: (fn) => patchAndPutBack(fn, folder, instrumentation) };
  },
};

function patchAndPutBack(fn, folder, instrumentation) {
  const directory = join(folder, 'node_modules/bench-target');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'package.json'), '{ "name": "bench-target", "version": "1.0.0" }');
  writeFileSync(join(directory, 'index.js'), 'exports.fn = globalThis.benchFunction;');
  globalThis.benchFunction = fn;
  const target = createRequire(join(folder, 'app.js'))('bench-target');
  if (target.fn === fn) throw new Error('Expected the export to be intercepted, found the original');
  instrumentation.disable();
  return target.fn;
}
