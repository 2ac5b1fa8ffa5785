// Makes calls and ends, in the way that the first argument names; the second one is the file in which calls are told of.
import { toldFunctions } from './told-functions.js';

const [way = '', path = 'told'] = process.argv.slice(2);
const { recordRound, callDoing, callRejecting } = toldFunctions(path, 0, (fn) => fn);
const forEver = setInterval(() => {}, 60_000);

function kill(signal: NodeJS.Signals): void {
  process.kill(process.pid, signal);
}

function beforeExit(listener: () => void): void {
  process.once('beforeExit', listener);
  clearInterval(forEver);
}

const WAYS: Readonly<Record<string, () => void>> = {
  'process.exit() in a call': () => callDoing(100, () => process.exit(3)),
  'process.exit() in a beforeExit handler': () =>
    beforeExit(() => {
      recordRound(101);
      process.exit(4);
    }),
  'process.exitCode in a beforeExit handler': () =>
    beforeExit(() => {
      recordRound(101);
      process.exitCode = 5;
    }),
  'an uncaught error': () =>
    callDoing(100, () => {
      throw new Error('nobody catches this');
    }),
  'an unhandled rejection': () => callRejecting(100),
  'a top-level await that never settles': () => clearInterval(forEver),
  'SIGTERM in a call': () => callDoing(100, () => kill('SIGTERM')),
  'SIGINT in a call': () => callDoing(100, () => kill('SIGINT')),
  'SIGHUP in a call': () => callDoing(100, () => kill('SIGHUP')),
  'SIGTERM from outside, at work': workOn,
  'SIGINT from outside, at work': workOn,
  'SIGHUP from outside, at rest': () => console.log('ready'),
};

/** Goes on with calls, and now and then lets the event loop turn. */
function workOn(): void {
  console.log('ready');
  let step = 100;
  setInterval(() => {
    if (step < 1000) recordRound(++step);
  }, 1);
}

for (let step = 1; step <= 20; step++) recordRound(step);
WAYS[way]?.();
await new Promise(() => {});
