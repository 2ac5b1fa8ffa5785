import type { Command } from 'commander';
import { pack } from '../../database/upkeep/pack.js';
import { addLayoutCommand } from '../layout-command.js';
import type { Session } from '../session.js';

const EXAMPLES = `
Examples:
  callmonitor pack
  callmonitor pack call-monitor-2
  callmonitor pack --dry-run runs/       whether it could be done

Nothing that the folders hold is lost: the log has it all, which is checked
before the first file goes. 'callmonitor unpack' builds them again, the same
bytes. May be interrupted and run again.`;

/** `callmonitor pack [db…]`: takes the view away. */
export function addPack(program: Command, session: Session): void {
  addLayoutCommand(program, session, {
    name: 'pack',
    summary: "take the view's folders away",
    description: 'Takes the folders of calls away: what stays is the log, the summary and the sidecars.',
    examples: EXAMPLES,
    done: 'removed',
    change: pack,
  });
}
