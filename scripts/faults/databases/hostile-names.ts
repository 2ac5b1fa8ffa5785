import { join } from 'node:path';
import { FOLDER } from './surroundings.js';

/** Names that lead somewhere else, or mean something to those who look them up. */
export const PATHS: ReadonlyArray<(outside: string) => string> = [
  (outside) => outside,
  (outside) => join(outside, FOLDER),
  (outside) => `../${join(outside).split('/').pop()}/${FOLDER}`,
  ...[
    '..',
    '.',
    '',
    '/',
    '../..',
    '../../outside',
    './store',
    'store/1',
    'a\\b',
    '..\\outside',
    'C:',
    'C:\\outside',
    'arg_0.npy:stream',
    'con',
    'nul',
    '%2e%2e',
    '..%2foutside',
    'db.json',
    'calls.ndjson',
    '.damaged',
    'solve',
    '~root',
    '-rf',
    'nul\0',
    '\0',
    'arg_0.npy\0.txt',
    'x'.repeat(300),
    'x'.repeat(100_000),
    '\u202e',
    '\ud800',
    'a\nb',
  ].map((path) => () => path),
];

/** Names that objects have things under already. */
export const INHERITED = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  'then',
  'toJSON',
  'length',
];

/** What is no string where one is expected, and the like. */
export const WRONG: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  2 ** 32,
  '',
  'x',
  [],
  [[]],
  {},
  { $: 'undefined' },
  { $: 'ref', path: '/args' },
  { length: 1e9 },
];
