import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import pc from 'picocolors';
import type { Terminal } from '../../../src/cli/terminal.js';
import { terminalStream } from '../../../src/cli/terminal-stream.js';

test('terminalStream makes text safe for a terminal, characters whole', async () => {
  let written = '';
  const stream = terminalStream(terminalOfWidth(80, (text) => (written += text)));
  const bytes = Buffer.from('a,é\r\n\u001b[31m\u202e');
  stream.write(bytes.subarray(0, 3));
  stream.end(bytes.subarray(3));
  await once(stream, 'finish');
  assert.equal(written, 'a,é\n\\u001b[31m\\u202e');
});

test('terminalStream is the standard output itself where that is no terminal', () => {
  assert.equal(terminalStream(terminalOfWidth(Number.POSITIVE_INFINITY, () => {})), process.stdout);
});

function terminalOfWidth(width: number, write: (text: string) => void): Terminal {
  return { width, paint: pc, paintError: pc, progressStream: undefined, write, writeError: write };
}
