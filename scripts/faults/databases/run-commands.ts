import pc from 'picocolors';
import { run } from '../../../src/cli/run.js';
import { look, type Reading } from './read-everything.js';
import type { Subject } from './subject.js';

/** What a mistake of ours is told with, and nothing that was found in a database. */
const OUR_MISTAKE = /^error: .*\n {4}at /m;

/** The commands that look into a database, each with the words that have it say the most. */
export function commandsFor(root: string, { root: sound }: Subject): ReadonlyArray<readonly string[]> {
  return [
    ['ls', root],
    ['ls', root, '--json'],
    ['show', 'store', '1', root],
    ['show', 'fail', '1', root, '--json'],
    ['tree', root],
    ['trace', '0', root],
    ['tail', root],
    ['tail', root, '--json', '-n', '100'],
    ['grep', 'args[0]=1 or status=error', root],
    ['grep', 'hunter2 or x=20', root, '--json'],
    ['stats', root],
    ['stats', root, '--json'],
    ['diff', `${root}/store/1`, `${root}/store/2`],
    ['compare', sound, root],
    ['verify', root, '--json'],
    ['repair', root, '--dry-run'],
    ['pack', root, '--dry-run'],
    ['prune', root, '--keep-calls', '1', '--dry-run'],
    ['export', root, '--to', 'json'],
    ['complete', '--', 'show', ''],
  ];
}

/** Runs one command in this process; what it prints is looked at, and a mistake of ours is broken. */
export async function runCommand(reading: Reading, words: readonly string[]): Promise<void> {
  const plain = pc.createColors(false);
  const printed = { out: '', err: '' };
  try {
    await run(words, {
      width: 100,
      paint: plain,
      paintError: plain,
      progressStream: undefined,
      write: (text) => {
        printed.out += text;
      },
      writeError: (text) => {
        printed.err += text;
      },
    });
  } catch (error) {
    reading.broken.push(`callmonitor ${words[0]} threw ${error instanceof Error ? error.stack : error}`);
  }
  look(reading, printed.out);
  look(reading, printed.err);
  if (OUR_MISTAKE.test(printed.err)) reading.broken.push(`callmonitor ${words[0]} printed ${printed.err}`);
}
