import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PoisonTrial } from '../../../../scripts/faults/arguments/poison-plan.js';
import { tryPoison } from '../../../../scripts/faults/arguments/try-poison.js';
import { temporaryFolder } from '../../../src/handlers/temporary-folder.js';

/** Of what was found to be run, or to do harm, one of each kind; all of them are tried by `npm run faults`. */
const WATCHED = `Array.prototype.Symbol(Symbol.iterator),array iterators.next,Array.prototype.filter,Array.prototype.map,
  Array.prototype.push,Array.prototype.join,Array.from,Map.prototype.get,Set.prototype.has,Set.prototype.add,
  WeakMap.prototype.get,WeakMap.prototype.set,JSON.stringify,Math.min,Math.ceil,Buffer.from,Buffer.concat,
  Buffer.prototype.write,Buffer.prototype.utf8Write,Buffer.prototype.toString,String.prototype.includes,
  String.prototype.toLowerCase,String.prototype.padStart,Object.defineProperty,Reflect.deleteProperty,Atomics.exchange,
  AsyncLocalStorage.prototype.getStore,AsyncLocalStorage.prototype.enterWith,FinalizationRegistry.prototype.register,
  EventEmitter.prototype.on,TextEncoder.prototype.encodeInto,globalThis.Buffer,globalThis.Map,globalThis.Uint8Array,
  Object.prototype.toJSON,Object.prototype.when,Object.prototype.attributes,Object.prototype.result,
  Object.prototype.argsAfter,Object.prototype.failure,Object.prototype.handlerClass,Object.prototype.get,Object.prototype.code`;

const TRIALS: readonly (readonly [what: string, trial: PoisonTrial])[] = [
  ['nothing of the program runs', { poison: 'watched', when: 'later', places: placesIn(WATCHED) }],
  [
    'nothing is thrown, and a failed system call does not end the process',
    { poison: 'throwing', when: 'later', places: placesIn(`${WATCHED},Object.prototype.path`) },
  ],
  [
    'the folders are built without a failed system call',
    {
      poison: 'throwing',
      when: 'at the end',
      places: placesIn('Object.prototype.code,Object.prototype.path,Object.prototype.syscall'),
    },
  ],
  ['nothing hangs', { poison: 'idle', when: 'later', places: placesIn(WATCHED) }],
  [
    'a later call is recorded although the first could not be',
    {
      poison: 'throwing',
      when: 'before the first call',
      places: placesIn('Map.prototype.get,WeakMap.prototype.get'),
    },
  ],
];

for (const [what, trial] of TRIALS) {
  test(`recording a program that has ${trial.poison} functions in the language's place, ${trial.when}: ${what}`, async (t) => {
    const context = { isQuick: true, folder: temporaryFolder(t), seed: 1, tell: () => {} };
    const { broken, lost } = await tryPoison(trial, 0, context);
    assert.deepEqual([broken, lost], [[], 0]);
  });
}

function placesIn(list: string): string[] {
  return list.split(',').map((place) => place.trim());
}
