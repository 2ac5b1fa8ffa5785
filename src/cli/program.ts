import { Command, type OutputConfiguration } from 'commander';
import { PACKAGE } from '../model/package-info.js';
import { commandUsage } from './command-usage.js';
import { addCompare } from './commands/compare.js';
import { addComplete } from './commands/complete.js';
import { addDiff } from './commands/diff.js';
import { addExport } from './commands/export.js';
import { addGrep } from './commands/grep.js';
import { addInit } from './commands/init.js';
import { addLs } from './commands/ls.js';
import { addPack } from './commands/pack.js';
import { addPrune } from './commands/prune.js';
import { addRepair } from './commands/repair.js';
import { addReplay } from './commands/replay.js';
import { addRun } from './commands/run.js';
import { addShow } from './commands/show.js';
import { addStats } from './commands/stats.js';
import { addTail } from './commands/tail.js';
import { addTestgen } from './commands/testgen.js';
import { addTrace } from './commands/trace.js';
import { addTree } from './commands/tree.js';
import { addUnpack } from './commands/unpack.js';
import { addVerify } from './commands/verify.js';
import type { Session } from './session.js';
import type { Terminal } from './terminal.js';

const EXAMPLES = `
Examples:
  callmonitor run -- node app.js        records; see also: callmonitor init
  callmonitor ls                        the functions of the newest one here
  callmonitor show solve 3              one call: solve/3, call-monitor/solve/3
  callmonitor trace 4bf92f              one trace, in every call-monitor* here
  callmonitor tail -f                   calls as they come
  callmonitor grep 'x=3 and status=error' 'runs/*'
  callmonitor diff solve/1 solve/2      two calls
  callmonitor replay --module ./solver.js --function solve
  callmonitor compare call-monitor call-monitor-1

A database is its directory, a folder of several, their common base or a glob
('runs/*'); by default the newest call-monitor* here. A call is solve/3, or the
path of its folder, which goes wherever a database does.
Exit code: 0 well, 1 differences or damage found, 2 wrong use.`;

/** Every command, in the order of the help; each adds itself. */
const COMMANDS = [
  addRun,
  addInit,
  addLs,
  addShow,
  addTree,
  addTrace,
  addTail,
  addGrep,
  addStats,
  addDiff,
  addReplay,
  addTestgen,
  addCompare,
  addExport,
  addVerify,
  addRepair,
  addPack,
  addUnpack,
  addPrune,
  addComplete,
];

/** The command line; it throws where commander would end the process. */
export function createProgram(session: Session): Command {
  const program = new Command('callmonitor')
    .description('Looks into databases of recorded function calls.')
    .version(PACKAGE.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .enablePositionalOptions()
    .addHelpText('after', EXAMPLES)
    .configureHelp({ subcommandTerm: commandUsage })
    .showHelpAfterError('(--help says more)')
    .exitOverride()
    .hook('preAction', (_, command) => {
      if (command.opts()['progress'] === false)
        session.terminal = { ...session.terminal, progressStream: undefined };
    })
    .configureOutput(outputTo(session.terminal));
  for (const add of COMMANDS) add(program, session);
  return program;
}

function outputTo(terminal: Terminal): OutputConfiguration {
  return {
    writeOut: (text) => terminal.write(text),
    writeErr: (text) => terminal.writeError(text),
    outputError: (text, write) => write(text.replace(/^error:/, terminal.paintError.red('error:'))),
    getOutHasColors: () => terminal.paint.isColorSupported,
    getErrHasColors: () => terminal.paintError.isColorSupported,
  };
}
