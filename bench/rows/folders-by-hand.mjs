import { mkdirSync, writeFileSync } from 'node:fs';
import { startTracing } from '../tracing.mjs';

/** The span by hand, and a folder with two files for each call. */
export default {
  name: 'span by hand + mkdirSync, writeFileSync',
  isOnDisk: true,
  maxCalls: 2_000,
  async start(folder) {
    const { tracer, stop } = await startTracing();
    const recorder = { tracer, folder, calls: 0 };
    return { wrap: (fn, { isAsync }) => (isAsync ? recordedAsync : recorded)(recorder, fn), stop };
  },
};

function recorded(recorder, fn) {
  return (...args) =>
    recorder.tracer.startActiveSpan(fn.name, (span) => {
      const call = writeInput(recorder, span, args);
      try {
        return writeOutput(call, fn(...args));
      } finally {
        span.end();
      }
    });
}

function recordedAsync(recorder, fn) {
  return (...args) =>
    recorder.tracer.startActiveSpan(fn.name, async (span) => {
      const call = writeInput(recorder, span, args);
      try {
        return writeOutput(call, await fn(...args));
      } finally {
        span.end();
      }
    });
}

function writeInput(recorder, span, args) {
  const text = JSON.stringify(args);
  span.setAttribute('args', text);
  const folder = `${recorder.folder}/${++recorder.calls}`;
  mkdirSync(folder);
  writeFileSync(`${folder}/input.json`, text);
  return folder;
}

function writeOutput(folder, result) {
  writeFileSync(`${folder}/output.json`, JSON.stringify(result));
  return result;
}
