// Makes calls, and ends in the way that the first argument names while the thread that builds the view hangs in the
// operating system: it opens a pipe that nobody writes to. Without callmonitor it makes the calls alone.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

const LOG = 'call-monitor/calls.ndjson';

function solve(text: string): number {
  return text.length;
}

const WAYS: Readonly<Record<string, () => void>> = {
  'by itself': () => {
    process.exitCode = 3;
  },
  'process.exit()': () => process.exit(4),
  'an uncaught error': () => {
    throw new Error('nobody catches this');
  },
  SIGTERM: () => {
    setInterval(() => {}, 60_000);
    process.kill(process.pid, 'SIGTERM');
  },
};

function putPipeInPlaceOfLog(): void {
  renameSync(LOG, 'log');
  execFileSync('mkfifo', [LOG]);
}

/** Where the kernel has a thread wait is told by Linux. */
function isThreadStuck(): boolean {
  return readdirSync('/proc/self/task').some(
    (id) => readFileSync(`/proc/self/task/${id}/wchan`, 'utf8') === 'wait_for_partner',
  );
}

for (let call = 1; call <= 3000; call++) solve('x'.repeat(100));
const isRecorded = existsSync(LOG);
if (isRecorded) putPipeInPlaceOfLog();
do await setTimeout(1);
while (isRecorded && !isThreadStuck());
console.log('called');
WAYS[process.argv[2] ?? '']?.();
