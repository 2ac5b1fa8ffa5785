import { Command, type OutputConfiguration } from 'commander';
import { PACKAGE } from '../model/package-info.js';
import { addCompare } from './commands/compare.js';
import { addDiff } from './commands/diff.js';
import { addExport } from './commands/export.js';
import { addInit } from './commands/init.js';
import { addLs } from './commands/ls.js';
import { addPack } from './commands/pack.js';
import { addPrune } from './commands/prune.js';
import { addRepair } from './commands/repair.js';
import { addReplay } from './commands/replay.js';
import { addRun } from './commands/run.js';
import { addShow } from './commands/show.js';
import { addTestgen } from './commands/testgen.js';
import { addUnpack } from './commands/unpack.js';
import { addVerify } from './commands/verify.js';
import type { Session } from './session.js';
import type { Terminal } from './terminal.js';

const EXAMPLES = `
Examples:
  callmonitor ls                        the newest call-monitor* here
  callmonitor ls runs/                  every database in a folder
  callmonitor show solve 3              call 3 of solve, in the newest
  callmonitor show call-monitor/solve/3
  callmonitor diff solve/1 solve/2      two calls
  callmonitor replay --module ./solver.js --function solve
  callmonitor compare call-monitor call-monitor-1

A database is its directory, a folder of several or their common base; by
default the newest call-monitor* here.
Exit code: 0 well, 1 differences or damage found, 2 wrong use.`;

/** Every command, in the order of the help; each adds itself. */
const COMMANDS = [
  addRun,
  addInit,
  addLs,
  addShow,
  addExport,
  addDiff,
  addCompare,
  addReplay,
  addTestgen,
  addVerify,
  addRepair,
  addPack,
  addUnpack,
  addPrune,
];

/** The command line; it throws where commander would end the process. */
export function createProgram(session: Session): Command {
  const program = new Command('callmonitor')
    .description('Looks into databases of recorded function calls.')
    .version(PACKAGE.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .enablePositionalOptions()
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(--help says more)')
    .exitOverride()
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
