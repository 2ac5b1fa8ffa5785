import { Command, type OutputConfiguration } from 'commander';
import { PACKAGE } from '../model/package-info.js';
import { commandUsage } from './command-usage.js';
import { loadCommands } from './load-commands.js';
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

/**
 * The command line; it throws where commander would end the process.
 * @param name the command that is meant, if one is: the others are not loaded then
 */
export async function createProgram(session: Session, name?: string): Promise<Command> {
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
  for (const add of await loadCommands(name)) add(program, session);
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
