import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Command, Option } from 'commander';
import { DestinationNotFreeError } from '../../model/errors.js';
import { FRAMEWORKS, type FrameworkName } from '../../testgen/frameworks.js';
import { generateTests } from '../../testgen/generate-tests.js';
import { formatOf, placeModule } from '../../testgen/import-paths.js';
import { MARK } from '../../testgen/test-file.js';
import { chooseOnePart } from '../choose-parts.js';
import { type LoadedPart, loadPart } from '../load-part.js';
import { amountOption, wholeNumber } from '../option-values.js';
import { withProgress } from '../progress.js';
import type { Session } from '../session.js';
import { DATABASE_HELP, jsonOption, progressOption } from '../shared-options.js';
import { reportTests, TO_STDOUT } from '../testgen-report.js';
import { addTolerance, type ToleranceOptions } from '../tolerance-options.js';
import { UsageError } from '../usage-error.js';

const EXAMPLES = `
Examples:
  callmonitor testgen --function solve --module src/solver.js -o solver.test.js
  callmonitor testgen --all --module solver.ts --framework vitest -o s.test.ts
  callmonitor testgen --function Mesh.refine --module mesh.js --calls 1,5,9
  callmonitor testgen call-monitor/solve/3 --module src/solver.js
  callmonitor testgen --function solve --module src/solver.js --rtol 1e-9 | less

The module is imported to see what it exports, in a process of its own and with
recording off; none of its functions is called. Calls that cannot be made again
or compared are passed over, and it is said why. A file that was not generated
is never written over without --force.`;

interface Options extends ToleranceOptions {
  readonly function?: string;
  readonly all?: boolean;
  readonly module: string;
  readonly framework: FrameworkName;
  readonly output: string;
  readonly format?: 'esm' | 'cjs';
  readonly max: number;
  readonly calls?: readonly number[];
  readonly inlineBytes: number;
  readonly export?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `callmonitor testgen [db] --function F --module FILE -o FILE`: tests from recorded calls. */
export function addTestgen(program: Command, session: Session): void {
  const command = program
    .command('testgen')
    .summary('write tests from recorded calls')
    .description('Writes a test file that makes recorded calls again and expects what was recorded.')
    .argument('[db]', DATABASE_HELP)
    .option('--function <name>', 'the recorded function')
    .option('--all', 'all recorded functions that the module exports')
    .requiredOption('--module <file>', 'the module that exports it: a file or a package')
    .addOption(
      new Option('--framework <name>', 'who runs the tests').choices(Object.keys(FRAMEWORKS)).default('node'),
    )
    .option('-o, --output <file>', 'the file to write; - prints it', TO_STDOUT)
    .addOption(
      new Option('--format <format>', "import or require (default: as the file's package has it)").choices([
        'esm',
        'cjs',
      ]),
    )
    .option('--max <n>', 'calls of each function at most', wholeNumber, 10)
    .option('--calls <numbers>', 'these calls instead of picking: 1,5,9', countList)
    .option(
      '--inline-bytes <n>',
      'values up to this length stand in the test, others are loaded',
      amountOption,
      400,
    )
    .option('--export <name>', 'the name under which the module exports it: solve, Mesh.refine, default')
    .option('--force', 'write over a file that was not generated')
    .addOption(jsonOption('print what was picked, and why, as JSON'))
    .addOption(progressOption());
  addTolerance(command)
    .addHelpText('after', EXAMPLES)
    .action((db: string | undefined, options: Options) => testgen(session, db, options));
}

async function testgen(session: Session, path: string | undefined, given: Options): Promise<void> {
  const { db, ...part } = loadPart(chooseOnePart(path));
  const options = given.function === undefined ? { ...ofPart(part), ...given } : given;
  checkUse(options);
  const { output, json = false } = options;
  const file = output === TO_STDOUT ? 'recorded.test.js' : output;
  if (output !== TO_STDOUT) checkFree(output, options);
  const style = styleOf(options, file);
  const generated = await withProgress(session.terminal, 'looking at calls', 0, (progress) =>
    generateTests({
      root: db.path,
      module: placeModule(options.module),
      functionName: options.function,
      exportName: options.export,
      invocations: options.calls,
      most: options.max,
      file,
      style,
      onProgress: (done, total) => progress.reach(done, total),
    }),
  );
  session.hasFoundDamage ||= generated.damaged > 0;
  if (output !== TO_STDOUT) writeFile(output, generated.text);
  const importsModules = style.format === 'esm' || [...generated.modes.values()].includes('load');
  reportTests(session.terminal, generated, {
    output,
    json,
    command: style.framework.command(output, importsModules),
  });
}

/** What the folder of a function or a call says in place of options. */
function ofPart({ function: name, invocation }: Omit<LoadedPart, 'db'>): Pick<Options, 'function' | 'calls'> {
  return {
    ...(name !== undefined && { function: name }),
    ...(invocation !== undefined && { calls: [invocation] }),
  };
}

function checkUse({
  function: name,
  all = false,
  export: exportName,
  calls,
  output,
  json = false,
}: Options): void {
  if ((name === undefined) !== all)
    throw new UsageError(
      'Expected --function <name>, or --all for every recorded function that the module exports',
    );
  if (all && (exportName !== undefined || calls !== undefined))
    throw new UsageError(
      'Expected --export and --calls with --function, for they are about one function, got --all',
    );
  if (json && output === TO_STDOUT)
    throw new UsageError('Expected -o <file> with --json, for both would be printed');
}

function styleOf(options: Options, file: string) {
  const { rtol, atol, inlineBytes } = options;
  const framework = FRAMEWORKS[options.framework];
  const format = options.format ?? (framework.name === 'vitest' ? 'esm' : formatOf(file));
  if (framework.name === 'vitest' && format === 'cjs')
    throw new UsageError('Expected --format esm with vitest, which cannot be required, got cjs');
  const tolerance =
    rtol === undefined && atol === undefined ? undefined : { rtol: rtol ?? 0, atol: atol ?? 0 };
  return { framework, format, isTyped: /\.[cm]?tsx?$/.test(file), inlineBytes, tolerance };
}

function checkFree(output: string, { force = false }: Options): void {
  if (force || !existsSync(output) || readFileSync(output, 'utf8').startsWith(MARK)) return;
  throw new DestinationNotFreeError(
    `Expected no file at ${output}, or one that testgen wrote, but there is another; --force writes over it`,
    { path: output },
  );
}

function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function countList(text: string): number[] {
  return text.split(',').map((each) => wholeNumber(each.trim()));
}
