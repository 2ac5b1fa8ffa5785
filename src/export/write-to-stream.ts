/** What is asked of a stream; Node's `Writable` is one, and the types of Node are not needed to say so. */
export interface OutputStream {
  /** Returns `false` where `drain` is to be waited for. */
  write(chunk: Uint8Array): boolean;
  on(event: 'drain' | 'error' | 'close', listener: (error?: Error) => void): unknown;
  removeListener(event: 'drain' | 'error' | 'close', listener: (error?: Error) => void): unknown;
}

/**
 * Writes all chunks, as fast as the stream takes them, and returns how many bytes they were.
 * @throws what the stream fails with, and an Error where it is closed meanwhile
 */
export async function writeToStream(stream: OutputStream, chunks: Iterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (!stream.write(chunk)) await drained(stream);
  }
  return bytes;
}

function drained(stream: OutputStream): Promise<void> {
  return new Promise((resolve, reject) => {
    const listeners = {
      drain: () => settle(resolve),
      error: (error?: Error) => settle(() => reject(error)),
      close: () => settle(() => reject(new Error('Expected a stream that takes all, but it was closed'))),
    };
    const settle = (act: () => void) => {
      for (const event of ['drain', 'error', 'close'] as const)
        stream.removeListener(event, listeners[event]);
      act();
    };
    for (const event of ['drain', 'error', 'close'] as const) stream.on(event, listeners[event]);
  });
}
