import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { safeText } from '../model/safe-text.js';
import type { Terminal } from './terminal.js';

/**
 * The standard output as a stream that says when it is full. What goes to a terminal is made safe for it; what goes
 * into a file or to another program stays as it is.
 */
export function terminalStream(terminal: Terminal): Writable {
  const isTerminal = Number.isFinite(terminal.width);
  return isTerminal ? safeStream(terminal) : process.stdout;
}

/** A terminal takes what it is given at once. */
function safeStream(terminal: Terminal): Writable {
  const decoder = new StringDecoder('utf8');
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      terminal.write(safeText(decoder.write(chunk).replaceAll('\r\n', '\n')));
      done();
    },
  });
}
