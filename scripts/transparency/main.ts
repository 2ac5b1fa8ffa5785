import { Command } from 'commander';
import { jsonText } from '../../src/model/safe-text.js';
import type { Program, Trial } from './program.js';
import { differenceLines, resultLines } from './result-table.js';
import { runTrial } from './run-trial.js';
import { SUITES } from './suites.js';
import { TOOLS } from './tools.js';
import { isProven, type TrialResult } from './trial-result.js';

const PROGRAMS = [...TOOLS, ...SUITES];

interface Options {
  readonly quick?: boolean;
  readonly only?: readonly string[];
  readonly json?: boolean;
}

await new Command('npm run transparency --')
  .description(
    'Runs programs of npm bare and with all functions of their packages intercepted, and compares what they leave.',
  )
  .option('--quick', 'the part that CI runs')
  .option('--only <name...>', `some of ${PROGRAMS.map(({ name }) => name).join(', ')}`)
  .option('--json', 'print the results as JSON')
  .action(run)
  .parseAsync();

async function run({ quick = false, only, json = false }: Options, command: Command): Promise<void> {
  const unknown = only?.find((name) => PROGRAMS.every((program) => program.name !== name));
  if (unknown !== undefined) command.error(`Unknown program '${unknown}'`, { exitCode: 2 });
  const chosen = PROGRAMS.filter(({ name }) => only?.includes(name) ?? true).flatMap((program) =>
    program.trials.filter(({ isQuick }) => isQuick || !quick).map((trial) => ({ program, trial })),
  );
  const results: TrialResult[] = [];
  for (const [index, { program, trial }] of chosen.entries()) {
    const tell = (step: string) =>
      progress(`${index + 1}/${chosen.length} ${describe(program, trial)}, ${step} …`);
    results.push(await runTrial(program, trial, tell));
    progress('');
  }
  print(results, json);
  process.exitCode = results.every(isProven) ? 0 : 1;
}

function describe({ name }: Program, { recording }: Trial): string {
  return `${name}, ${recording}`;
}

/** One line, of which the next takes the place. */
function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
}

function print(results: readonly TrialResult[], json: boolean): void {
  if (json) return void process.stdout.write(jsonText(results));
  const width = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
  const said = results.flatMap(({ program, messages }) =>
    messages.map((message) => `${program}: ${message}`),
  );
  const lines = [...resultLines(results, width), ...said, ...results.flatMap(differenceLines)];
  process.stdout.write(`${lines.join('\n')}\n`);
}
