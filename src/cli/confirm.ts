import { createInterface } from 'node:readline/promises';
import { UsageError } from './usage-error.js';

/**
 * Asks whoever sits at the terminal; anything but `y` or `yes` is a no.
 * @throws UsageError where nobody sits there
 */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new UsageError(`Expected --yes, for there is no terminal to ask on: ${question}`);
  const asker = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await asker.question(`${question} [y/N] `)).trim());
  } finally {
    asker.close();
  }
}
