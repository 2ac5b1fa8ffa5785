import { Command } from 'commander';
import { jsonText } from '../../src/model/safe-text.js';
import { showProgress } from '../progress-line.js';
import { checkArguments } from './hand-trace.js';
import type { Program, Trial } from './program.js';
import { differenceLines, resultLines } from './result-table.js';
import { runTrial } from './run-trial.js';
import { SUITES } from './suites.js';
import { TOOLS } from './tools.js';
import { isProven, type TrialResult } from './trial-result.js';

/** Something that is run bare and intercepted. */
interface Check {
  readonly name: string;
  readonly recording: Trial['recording'];
  readonly isQuick: boolean;
  run(tell: (step: string) => void): Promise<TrialResult>;
}

const CHECKS: readonly Check[] = [
  ...[...TOOLS, ...SUITES].flatMap((program) => program.trials.map((trial) => checkOf(program, trial))),
  { name: 'minimist', recording: 'every call', isQuick: true, run: checkArguments },
];

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
  .option('--only <name...>', `some of ${[...new Set(CHECKS.map(({ name }) => name))].join(', ')}`)
  .option('--json', 'print the results as JSON')
  .action(run)
  .parseAsync();

async function run({ quick = false, only, json = false }: Options, command: Command): Promise<void> {
  const unknown = only?.find((name) => CHECKS.every((check) => check.name !== name));
  if (unknown !== undefined) command.error(`Unknown program '${unknown}'`, { exitCode: 2 });
  const chosen = CHECKS.filter(({ name, isQuick }) => (only?.includes(name) ?? true) && (isQuick || !quick));
  const results: TrialResult[] = [];
  for (const [index, { name, recording, run }] of chosen.entries()) {
    const which = `${index + 1}/${chosen.length} ${name}, ${recording}`;
    results.push(await run((step) => showProgress(`${which}, ${step} …`)));
    showProgress('');
  }
  print(results, json);
  process.exitCode = results.every(isProven) ? 0 : 1;
}

function checkOf(program: Program, trial: Trial): Check {
  const { recording, isQuick = false } = trial;
  return { name: program.name, recording, isQuick, run: (tell) => runTrial(program, trial, tell) };
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
