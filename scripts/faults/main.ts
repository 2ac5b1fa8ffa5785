import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { jsonText } from '../../src/model/safe-text.js';
import { showProgress } from '../progress-line.js';
import type { Fault, FaultReport } from './fault.js';
import { FAULTS } from './faults.js';
import { type RanFault, reportLines } from './report-table.js';

interface Options {
  readonly quick?: boolean;
  readonly only?: readonly string[];
  readonly seed: number;
  readonly json?: boolean;
}

await new Command('npm run faults --')
  .description('Makes things go wrong for real, and prints what was tried and what was lost.')
  .option('--quick', 'the short form, which CI runs')
  .option('--only <name...>', `some of ${FAULTS.map(({ name }) => name).join(', ')}`)
  .option('--seed <number>', 'what all that is random follows from', parseSeed, Date.now() % 2 ** 31)
  .option('--json', 'print the reports as JSON')
  .addHelpText(
    'after',
    '\nExits with 1 when a promise was broken.\n\nExamples:\n  npm run faults -- --quick\n  npm run faults -- --only kills --seed 7',
  )
  .action(run)
  .parseAsync();

async function run({ quick = false, only, seed, json = false }: Options, command: Command): Promise<void> {
  const unknown = only?.find((name) => FAULTS.every((fault) => fault.name !== name));
  if (unknown !== undefined) command.error(`Unknown fault '${unknown}'`, { exitCode: 2 });
  const chosen = FAULTS.filter(({ name }) => only?.includes(name) ?? true);
  const ran: RanFault[] = [];
  for (const [index, fault] of chosen.entries()) {
    const which = `${index + 1}/${chosen.length} ${fault.name}`;
    ran.push(
      await runFault(fault, { isQuick: quick, seed, tell: (step) => showProgress(`${which}: ${step} …`) }),
    );
    showProgress('');
  }
  const broken = ran.some(({ report }) => report.broken.length > 0);
  print(ran, json, seed);
  process.exitCode = broken ? 1 : 0;
}

/** What throws is broken, too. */
async function runFault(
  fault: Fault,
  context: { isQuick: boolean; seed: number; tell: (step: string) => void },
): Promise<RanFault> {
  const folder = mkdtempSync(join(tmpdir(), `callmonitor-${fault.name}-`));
  const start = performance.now();
  const report = await fault.run({ ...context, folder }).catch(asReport);
  const seconds = (performance.now() - start) / 1000;
  if (report.broken.length === 0) rmSync(folder, { recursive: true, force: true });
  else console.error(`What ${fault.name} left is in ${folder}`);
  return { fault, report, seconds };
}

function asReport(error: unknown): FaultReport {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { tried: 'not all', lost: 'unknown', broken: [text] };
}

function print(ran: readonly RanFault[], json: boolean, seed: number): void {
  if (json) return void process.stdout.write(jsonText({ seed, faults: ran }));
  const width = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
  process.stdout.write(`${reportLines(ran, width).join('\n')}\nseed ${seed}\n`);
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (Number.isInteger(seed) && seed >= 0) return seed;
  throw new InvalidArgumentError('Expected a whole number.');
}
