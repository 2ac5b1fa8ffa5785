import type { Command } from 'commander';
import { load } from '../../database/load.js';
import { jsonText, safeLine } from '../../model/safe-text.js';
import { chooseDatabases } from '../choose-databases.js';
import { parseDuration } from '../parse-duration.js';
import type { ReplaySetup } from '../replay/call-report.js';
import { leaveSoon, withForeignCode } from '../replay/foreign-code.js';
import { IsolatedReplayer } from '../replay/isolated-replayer.js';
import { LocalReplayer } from '../replay/local-replayer.js';
import { planReplay } from '../replay/plan.js';
import { type Replayed, replayAll } from '../replay/replay-all.js';
import { replayLines, totalsOf } from '../replay/replay-lines.js';
import type { Session } from '../session.js';
import { addTolerance, type ToleranceOptions, toleranceOf } from '../tolerance-options.js';
import { UsageError } from '../usage-error.js';

const EXAMPLES = `
Examples:
  callmonitor replay --module ./src/solver.js --function solve
  callmonitor replay --module ./src/solver.js --function solve/3
  callmonitor replay call-monitor-2 --module ./dist/mesh.js --all --rtol 1e-9
  callmonitor replay --module ./m.js --function app.run=start --isolate --timeout 2s
  NODE_OPTIONS='--import tsx' callmonitor replay --module ./src/solver.ts --all

Calls today's code with what was recorded: it does again what it did then. What
it prints goes to the standard error; none of it is recorded, and the recording
is never changed. With --isolate, calls run in a process of their own, and one
that crashes, exits or never ends costs itself alone.
Exit code: 0 all the same, 1 differences or failures, 2 wrong use.`;

interface ReplayCommandOptions extends ToleranceOptions {
  readonly module: string;
  readonly function: readonly string[];
  readonly classes: readonly string[];
  readonly all?: boolean;
  readonly isolate?: boolean;
  readonly timeout: number;
  readonly json?: boolean;
}

/** `callmonitor replay [db] --module FILE`: calls today's code with what was recorded, and compares. */
export function addReplay(program: Command, session: Session): void {
  const command = program
    .command('replay')
    .summary("call today's code with what was recorded")
    .description(
      "Calls today's code with recorded arguments, and compares what comes of it with what was recorded.",
    )
    .argument('[db]', 'a database (default: the newest call-monitor* here)')
    .requiredOption('--module <file>', 'the module that has the functions today')
    .option(
      '--function <name>',
      'a function, one call of it (solve/3), or recorded=export; may be given again',
      collect,
      [],
    )
    .option('--all', 'every recorded function that the module has')
    .option(
      '--classes <file>',
      'another module that exports classes of recorded objects; may be given again',
      collect,
      [],
    )
    .option('--isolate', 'make the calls in a process of their own')
    .option('--timeout <time>', 'how long a call may take', parseDuration, parseDuration('10s'))
    .option('--json', 'print JSON');
  addTolerance(command)
    .addHelpText('after', EXAMPLES)
    .action((path: string | undefined, options: ReplayCommandOptions) => replay(session, path, options));
}

async function replay(
  session: Session,
  path: string | undefined,
  options: ReplayCommandOptions,
): Promise<void> {
  const [root = '', ...others] = chooseDatabases(path).roots;
  if (others.length > 0)
    throw new UsageError(
      `Expected one database to replay, got ${others.length + 1}: ${root}, ${others.join(', ')}`,
    );
  const { module, classes, timeout: timeoutMs } = options;
  const setup = { root, module, classes, timeoutMs, ...toleranceOf(options) };
  try {
    write(session, await replayHere(setup, options), { root, ...options });
  } finally {
    leaveSoon();
  }
}

function replayHere(setup: ReplaySetup, options: ReplayCommandOptions): Promise<Replayed> {
  const db = load(setup.root);
  let running = `loading ${setup.module}`;
  const open = options.isolate === true ? IsolatedReplayer.open : LocalReplayer.open;
  return withForeignCode(
    () => running,
    async () => {
      const replayer = await open(setup);
      try {
        const planned = await planReplay(db, replayer, {
          named: options.function,
          all: options.all ?? false,
        });
        return await replayAll(db, replayer, planned, (location) => {
          running = location;
        });
      } finally {
        replayer.close();
      }
    },
  );
}

function write(
  session: Session,
  { tallies, notable }: Replayed,
  { root, module, json = false }: ReplayCommandOptions & { root: string },
): void {
  const { terminal } = session;
  const totals = totalsOf(tallies);
  session.hasFoundDamage ||= totals.different + totals.failed > 0 || totals.same === 0;
  if (json) {
    const functions = [...tallies.values()].map(({ name, counts, why, mutated, notCompared }) => {
      return { name, ...counts, why: [...why], mutated: [...mutated], notCompared };
    });
    terminal.write(jsonText({ database: root, module, totals, functions, calls: notable }));
    return;
  }
  const nothing =
    totals.same + totals.different + totals.failed === 0
      ? ['', terminal.paint.yellow('nothing was replayed')]
      : [];
  const header = safeLine(`${root}, replayed by ${module}`);
  terminal.write(
    `${[terminal.paint.bold(header), '', ...replayLines(notable, tallies, terminal), ...nothing].join('\n')}\n`,
  );
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}
