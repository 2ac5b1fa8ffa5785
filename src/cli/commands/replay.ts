import { type Command, Option } from 'commander';
import type { DB } from '../../database/db.js';
import { jsonText, safeLine } from '../../model/safe-text.js';
import { chooseOnePart } from '../choose-parts.js';
import { loadPart } from '../load-part.js';
import { inList, timeoutOption } from '../option-values.js';
import { type Progress, withProgress } from '../progress.js';
import type { ReplaySetup } from '../replay/call-report.js';
import { leaveSoon, withForeignCode } from '../replay/foreign-code.js';
import { IsolatedReplayer } from '../replay/isolated-replayer.js';
import { LocalReplayer } from '../replay/local-replayer.js';
import { planReplay } from '../replay/plan.js';
import { type Replayed, replayAll } from '../replay/replay-all.js';
import { replayLines, totalsOf } from '../replay/replay-lines.js';
import type { Session } from '../session.js';
import { DATABASE_HELP, jsonOption, progressOption } from '../shared-options.js';
import { addTolerance, type ToleranceOptions, toleranceOf } from '../tolerance-options.js';

const EXAMPLES = `
Examples:
  callmonitor replay --module ./src/solver.js --function solve
  callmonitor replay --module ./src/solver.js --function solve/3
  callmonitor replay call-monitor/solve/3 --module ./src/solver.js
  callmonitor replay call-monitor-2 --module ./dist/mesh.js --all --rtol 1e-9
  callmonitor replay --module ./m.js --function app.run=start --timeout 2s
  NODE_OPTIONS='--import tsx' callmonitor replay --module ./src/solver.ts --all

Calls today's code with what was recorded: it does again what it did then. What
it prints goes to the standard error; none of it is recorded, and the recording
is never changed. With --isolate, calls run in a process of their own, and one
that crashes, exits or never ends costs itself alone.
Exit code: 0 all the same, 1 differences or failures, 2 wrong use.`;

interface ReplayCommandOptions extends ToleranceOptions {
  readonly module: string;
  readonly function?: readonly string[];
  readonly classes?: readonly string[];
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
    .argument('[db]', DATABASE_HELP)
    .requiredOption('--module <file>', 'the module that has the functions today')
    .option(
      '--function <name>',
      'a function, one call of it (solve/3), or recorded=export; may be given again',
      inList,
    )
    .option('--all', 'every recorded function that the module has')
    .option(
      '--classes <file>',
      'another module that exports classes of recorded objects; may be given again',
      inList,
    )
    .option('--isolate', 'make the calls in a process of their own')
    .addOption(
      new Option('--timeout <time>', 'how long a call may take')
        .argParser(timeoutOption)
        .default(timeoutOption('10s'), '10s'),
    )
    .addOption(jsonOption())
    .addOption(progressOption());
  addTolerance(command)
    .addHelpText('after', EXAMPLES)
    .action((path: string | undefined, options: ReplayCommandOptions) => replay(session, path, options));
}

async function replay(
  session: Session,
  path: string | undefined,
  options: ReplayCommandOptions,
): Promise<void> {
  const { db, function: name, invocation } = loadPart(chooseOnePart(path));
  const { root } = db;
  const { module, classes = [], timeout: timeoutMs } = options;
  const setup = { root, module, classes, timeoutMs, ...toleranceOf(options) };
  const ofPart = name === undefined ? [] : [invocation === undefined ? name : `${name}/${invocation}`];
  const named = options.function ?? ofPart;
  try {
    const replayed = await withProgress(session.terminal, 'replaying', 0, (progress) =>
      replayHere(db, setup, { ...options, function: named }, progress),
    );
    write(session, replayed, { root: db.path, ...options });
  } finally {
    leaveSoon();
  }
}

function replayHere(
  db: DB,
  setup: ReplaySetup,
  { isolate = false, function: named = [], all = false }: ReplayCommandOptions,
  progress: Progress,
): Promise<Replayed> {
  let running = `loading ${setup.module}`;
  const open = isolate ? IsolatedReplayer.open : LocalReplayer.open;
  return withForeignCode(
    () => running,
    async () => {
      const replayer = await open(setup);
      try {
        const planned = await planReplay(db, replayer, { named, all });
        return await replayAll(db, replayer, planned, (location, done, total) => {
          running = location;
          progress.reach(done, total);
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
