import type { Command } from 'commander';
import { traceOf } from '../../database/trace.js';
import { jsonText } from '../../model/safe-text.js';
import { chooseAll } from '../choose-databases.js';
import { findTrace } from '../find-trace.js';
import { wholeNumber } from '../option-values.js';
import { readEach } from '../read-each.js';
import type { Session } from '../session.js';
import { jsonOption } from '../shared-options.js';
import { describeTrace } from '../trace-json.js';
import { traceLink, URL_OPTION } from '../trace-link.js';
import { traceText } from '../trace-text.js';

const EXAMPLES = `
Examples:
  callmonitor trace 4bf92f3577b34da6a3ce929d0e0e4736
  callmonitor trace 4bf92f                      as much of it as tells it apart
  callmonitor trace solve/3                     the trace that a call is in
  callmonitor trace 4bf92f server/call-monitor client/call-monitor
  callmonitor trace 4bf92f --url 'https://jaeger.example/trace/{traceId}'
  callmonitor trace 4bf92f --json | jq '.nodes[] | select(.status == "error")'`;

interface TraceOptions {
  readonly json?: boolean;
  readonly url?: string;
  readonly calls: number;
}

/** `callmonitor trace <trace id> [db…]`: the calls of one trace, wherever they ran. */
export function addTrace(program: Command, session: Session): void {
  program
    .command('trace')
    .summary('draw one trace as a tree')
    .description(
      'Draws the calls of one trace as a tree, and other spans that were kept (setting spans: all).',
    )
    .argument('<trace id>', "the id, or its beginning; or a call as solve/3, or the path of a call's folder")
    .argument('[db...]', 'databases, or folders of several (default: every call-monitor* here)')
    .option(...URL_OPTION)
    .option('--calls <n>', 'show so many of its calls and spans', wholeNumber, 1000)
    .addOption(jsonOption())
    .addHelpText('after', EXAMPLES)
    .action((beginning: string, paths: string[], options: TraceOptions) =>
      show(session, beginning, { ...options, paths }),
    );
}

async function show(
  session: Session,
  wanted: string,
  options: TraceOptions & { paths: string[] },
): Promise<void> {
  const { terminal } = session;
  const { idIn, root } = findTrace(wanted);
  const roots = chooseAll(options.paths, root);
  const databases = await readEach(
    roots.map((each) => ({ root: each })),
    session,
    ({ db }) => db,
  );
  const trace = traceOf(databases, idIn(databases));
  const [first] = trace.roots;
  const link = first && traceLink({ traceId: trace.traceId, spanId: first.spanId }, options.url, terminal);
  if (options.json) return terminal.write(jsonText(describeTrace(trace, link, options.calls)));
  const { lines, isDamaged } = traceText(trace, { most: options.calls, link }, terminal);
  session.hasFoundDamage ||= isDamaged;
  terminal.write(`${lines.join('\n')}\n`);
}
