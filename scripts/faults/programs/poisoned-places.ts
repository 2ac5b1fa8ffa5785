import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import fs, { readdirSync, readFileSync } from 'node:fs';
import path, { join } from 'node:path';
import { inheritedPlaces, languagePlaces, type PoisonedPlace } from './poison.js';

const prototypeOf = (value: unknown): object => Object.getPrototypeOf(value);
const TypedArray = prototypeOf(Uint8Array) as { prototype: object };

/** Objects of the language and of Node whose functions programs replace. */
const OWNERS: Readonly<Record<string, object>> = {
  Object,
  'Object.prototype': Object.prototype,
  'Function.prototype': Function.prototype,
  Array,
  'Array.prototype': Array.prototype,
  'String.prototype': String.prototype,
  Number,
  'Number.prototype': Number.prototype,
  'BigInt.prototype': BigInt.prototype,
  Symbol,
  'Symbol.prototype': Symbol.prototype,
  'Boolean.prototype': Boolean.prototype,
  Date,
  'Date.prototype': Date.prototype,
  'RegExp.prototype': RegExp.prototype,
  'Map.prototype': Map.prototype,
  'Set.prototype': Set.prototype,
  'WeakMap.prototype': WeakMap.prototype,
  'WeakSet.prototype': WeakSet.prototype,
  'WeakRef.prototype': WeakRef.prototype,
  'FinalizationRegistry.prototype': FinalizationRegistry.prototype,
  Promise,
  'Promise.prototype': Promise.prototype,
  Reflect,
  JSON,
  Math,
  ArrayBuffer,
  'ArrayBuffer.prototype': ArrayBuffer.prototype,
  'SharedArrayBuffer.prototype': SharedArrayBuffer.prototype,
  TypedArray,
  'TypedArray.prototype': TypedArray.prototype,
  'Uint8Array.prototype': Uint8Array.prototype,
  'DataView.prototype': DataView.prototype,
  Atomics,
  Buffer,
  'Buffer.prototype': Buffer.prototype,
  Error,
  'Error.prototype': Error.prototype,
  iterators: prototypeOf(prototypeOf([].values())),
  'array iterators': prototypeOf([].values()),
  'map iterators': prototypeOf(new Map().values()),
  'set iterators': prototypeOf(new Set().values()),
  'string iterators': prototypeOf(''[Symbol.iterator]()),
  generators: prototypeOf(prototypeOf((function* () {})())),
  'async generators': prototypeOf(prototypeOf((async function* () {})())),
  URL,
  'URL.prototype': URL.prototype,
  'URLSearchParams.prototype': URLSearchParams.prototype,
  'TextEncoder.prototype': TextEncoder.prototype,
  'AsyncLocalStorage.prototype': AsyncLocalStorage.prototype,
  'EventEmitter.prototype': EventEmitter.prototype,
  process,
  performance,
  'Performance.prototype': prototypeOf(performance),
  fs,
  path,
  globalThis,
};

/** What descriptors, promises, iterators and JSON ask every object for, and the first indices. */
const WORDS_OF_LANGUAGE =
  'get set value writable enumerable configurable then toJSON next done return message name stack cause errors code 0 1';

/** Everywhere that a program can put something which we, or the SDK, may come across. */
export function allPlaces(): PoisonedPlace[] {
  return [...languagePlaces(OWNERS), ...inheritedPlaces([...wordsOfCode()])];
}

/** All words by which a property is read somewhere in our code. */
function wordsOfCode(): Set<string> {
  const folder = new URL('../../../', import.meta.url).pathname;
  const words = new Set(WORDS_OF_LANGUAGE.split(' '));
  for (const part of ['src', 'exporters']) {
    for (const file of readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' })) {
      if (file.endsWith('.js')) addWords(words, readFileSync(join(folder, part, file), 'utf8'));
    }
  }
  return words;
}

function addWords(words: Set<string>, code: string): void {
  for (const [, word = ''] of code.matchAll(/\.([a-z]\w*)/gi)) words.add(word);
  for (const [, pattern = ''] of code.matchAll(/\{([\w\s,:=]+)\}\s*=/g)) {
    for (const [word] of pattern.matchAll(/\w+(?=\s*[,:=]|\s*$)/g)) words.add(word);
  }
}
