import { jsonText, safeLine } from '../model/safe-text.js';
import type { FunctionReport, GeneratedTests } from '../testgen/generate-tests.js';
import { tableLines } from './table.js';
import type { Terminal } from './terminal.js';

/** The name of an output file that is none. */
export const TO_STDOUT = '-';

export interface ReportOptions {
  readonly output: string;
  readonly json: boolean;
  readonly command: string;
}

/** Tells what was picked and passed over, and why; on stderr where the tests themselves go to stdout. */
export function reportTests(
  terminal: Terminal,
  generated: GeneratedTests,
  { output, json, command }: ReportOptions,
): void {
  if (json) return terminal.write(jsonText(describe(generated, output)));
  const lines = [
    ...generated.functions.flatMap((each) => functionLines(each, generated, terminal.width)),
    ...otherLines(generated),
  ];
  if (output === TO_STDOUT) {
    terminal.write(generated.text);
    return terminal.writeError(`${lines.join('\n')}\n`);
  }
  terminal.write(`${[terminal.paint.bold(safeLine(output)), ...lines, '', `run: ${command}`].join('\n')}\n`);
}

const COLUMNS = [{ title: 'CALL' }, { title: 'VALUES' }, { title: 'STANDS FOR', least: 20 }];

function functionLines(
  { subject, chosen, refused, calls }: FunctionReport,
  { modes }: GeneratedTests,
  width: number,
): string[] {
  const rows = chosen.map(({ call, why }) => [
    safeLine(call.location),
    modes.get(call.location) === 'load' ? 'loaded' : 'inline',
    safeLine(why.join('; ')),
  ]);
  return [
    safeLine(`${subject.name}: ${chosen.length} of ${calls} calls`),
    ...(rows.length === 0 ? [] : tableLines(COLUMNS, rows, width)),
    ...refused.map(({ reason, calls: count, example, detail }) =>
      safeLine(
        `passed over ${count}: ${reason}${detail === undefined ? '' : ` (${detail})`}, as in ${example}`,
      ),
    ),
  ];
}

function otherLines({ others }: GeneratedTests): string[] {
  return others.length === 0 ? [] : [safeLine(`not exported by the module: ${others.join(', ')}`)];
}

function describe({ functions, modes, others, damaged }: GeneratedTests, output: string): object {
  return {
    output,
    functions: functions.map(({ subject, chosen, refused, calls }) => ({
      function: subject.name,
      export: subject.exported.path.join('.'),
      settles: subject.settling,
      calls,
      picked: chosen.map(({ call, why }) => ({ call: call.location, values: modes.get(call.location), why })),
      passedOver: refused,
    })),
    notExported: others,
    damaged,
  };
}
