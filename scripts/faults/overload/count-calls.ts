import { closeSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readMetadata } from '../../../src/database/metadata.js';
import { parseLine } from '../../../src/database/parse-line.js';
import { scanLines } from '../../../src/database/scan-lines.js';
import { LineHead } from '../../../src/database/skim-head.js';

/** What a log has of a program's calls. */
export interface CallCount {
  started: number;
  ended: number;
  dropped: number;
  damaged: number;
  readonly bytes: number;
}

/** Counts without reading any value, for there may be millions. */
export function countCalls(root: string): CallCount {
  const log = join(root, 'calls.ndjson');
  const count: CallCount = { started: 0, ended: 0, dropped: 0, damaged: 0, bytes: statSync(log).size };
  const head = new LineHead();
  const fd = openSync(log, 'r');
  try {
    scanLines(fd, 0, {
      line: (bytes, start, end) => {
        if (head.skim(bytes, start, end, true)) countHead(count, head.kind);
        else countOther(count, bytes.toString('utf8', start, end));
      },
      longLine: () => count.damaged++, // the program makes none
    });
  } finally {
    closeSync(fd);
  }
  count.dropped = Math.max(count.dropped, readMetadata(root)?.dropped ?? 0);
  return count;
}

function countHead(count: CallCount, kind: string): void {
  if (kind === 'input') count.started++;
  else if (kind === 'output') count.ended++;
}

function countOther(count: CallCount, text: string): void {
  const line = parseLine(text);
  if (line.kind === 'dropped') count.dropped += line.count;
  else if (line.kind === 'damaged') count.damaged++;
}
