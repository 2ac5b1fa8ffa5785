// Calls `solve` as it is told to through its channel, bare or recorded, and prints the same in either case. What is
// said through `diag` goes to the file with the descriptor 3.
import { closeSync, openSync, writeSync } from 'node:fs';
import { clearInterval, setInterval } from 'node:timers';
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { intercept } from 'callmonitor';
import { argumentsOf, resultOf, type SolveArguments } from '../disk/solve-calls.js';

const [way, kind = 'plain'] = process.argv.slice(2);
const solve = way === 'bare' ? solveOne : intercept(solveOne, { name: 'solve' });
const files: number[] = [];
let timer: NodeJS.Timeout | undefined;
let made = 0;
let wrong = 0;

function solveOne(...[n, , values]: SolveArguments): unknown {
  return resultOf(n, values);
}

function call(): void {
  made++;
  const args = argumentsOf(made, kind === 'arrays');
  const result = solve(...args);
  if (JSON.stringify(result) !== JSON.stringify(resultOf(made, args[2]))) wrong++;
}

const WORDS: Readonly<Record<string, () => void>> = {
  once: call,
  begin: () => {
    timer = setInterval(() => {
      for (let each = 0; each < 5; each++) call();
    }, 2);
  },
  rest: () => clearInterval(timer),
  openAll: () => {
    try {
      for (;;) files.push(openSync('/dev/null', 'r'));
    } catch {
      console.log('all descriptors are taken');
    }
  },
  closeAll: () => {
    for (const file of files.splice(0)) closeSync(file);
    console.log('descriptors are free');
  },
  end: () => {
    clearInterval(timer);
    console.log(`${wrong} results were wrong`);
    process.exitCode = 3;
  },
};

const quiet = () => {};
const error = (...words: unknown[]) => void writeSync(3, `${words.join(' ').replaceAll('\n', ' ')}\n`);
if (way !== 'bare')
  diag.setLogger(
    { error, warn: error, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.WARN },
  );

process.on('message', (word: string) => {
  WORDS[word]?.();
  process.send?.(made);
  if (word === 'end') process.disconnect();
});
process.on('disconnect', () => clearInterval(timer));
console.log('ready');
