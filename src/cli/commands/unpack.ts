import type { Command } from 'commander';
import { unpack } from '../../database/upkeep/unpack.js';
import { addLayoutCommand } from '../layout-command.js';
import type { Session } from '../session.js';

const EXAMPLES = `
Examples:
  callmonitor unpack
  callmonitor unpack call-monitor-2
  callmonitor unpack --dry-run runs/       whether it could be done

What is there already and is the log's own line stays; anything else in its
place is a refusal. 'callmonitor pack' takes the folders away again. May be
interrupted and run again.`;

/** `callmonitor unpack [db…]`: builds the view from the log. */
export function addUnpack(program: Command, session: Session): void {
  addLayoutCommand(program, session, {
    name: 'unpack',
    summary: "build the view's folders from the log",
    description: 'Builds a folder for every function and every call from the log.',
    examples: EXAMPLES,
    done: 'written',
    change: unpack,
  });
}
