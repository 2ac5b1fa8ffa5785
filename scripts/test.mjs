// Runs the compiled tests with Node's own runner: all of them, or those whose path contains a word given here.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What waits for something that never comes fails then, by name; a busy machine takes minutes for the longest. */
const LONGEST_FILE_MS = 10 * 60 * 1000;

const words = process.argv.slice(2);
const files = readdirSync('dist/test', { recursive: true })
  .filter((file) => file.endsWith('.test.js'))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .map((file) => join('dist/test', file));

if (files.length === 0) {
  console.error(`No test file matches ${words.join(' ')}`);
  process.exit(2);
}
const options = [
  '--test',
  '--test-concurrency=2',
  '--test-reporter=spec',
  `--test-timeout=${LONGEST_FILE_MS}`,
];
const { status } = spawnSync(process.execPath, [...options, ...files], { stdio: 'inherit' });
process.exitCode = status ?? 1;
