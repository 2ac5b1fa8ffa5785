import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type DB, load } from 'callmonitor';
import { movingAverage } from './signal.js';
import { head, paint, row, title } from './style.js';

/** What the database at `root` holds of this run, and what to do with it. */
export function describeDatabase(root: string): string[] {
  const db = load(root);
  const calls = [...db];
  const traces = new Set(calls.map((call) => call.traceId));
  const summary = inTwoColumns(String(db).split('\n'));
  return [
    title(
      'Recorded',
      `  ${calls.length} calls of ${db.functions.size} functions, ${traces.size} trace, in ${root}/`,
    ),
    ...summary.map((line) => paint.dim(line.trimEnd())),
    title('The folders of one function'),
    '  movingAverage/',
    ...treeOf(join(root, 'movingAverage'), '    '),
    ...describeCall(db),
    ...describeNextSteps(root),
  ];
}

/** A call comes back as it was made, so it can be made again. */
function describeCall(db: DB): string[] {
  const call = db.call('movingAverage', 2);
  const again = movingAverage(...(call.arguments as Parameters<typeof movingAverage>));
  const { values, window } = call.namedArguments;
  return [
    title('One call loaded back', `  db.call('movingAverage', 2)`),
    row('values', head(values)),
    row('window', String(window)),
    row('result', head(call.result)),
    row('trace id', call.traceId),
    row('called again', isDeepStrictEqual(again, call.result) ? 'the same result' : 'ANOTHER RESULT'),
  ];
}

function describeNextSteps(root: string): string[] {
  return [
    title('What to try next'),
    '  npx callmonitor ls',
    '  npx callmonitor tree',
    '  npx callmonitor show gutenbergRichter 3',
    '  npx callmonitor diff gutenbergRichter/1 gutenbergRichter/2',
    '  npx callmonitor stats',
    paint.dim('  // save as try.mjs, node try.mjs'),
    "  import { load } from 'callmonitor';",
    `  console.log(load('${root}').call('linearRegression', 1));`,
    paint.dim('  # any recorded array is a file that NumPy opens'),
    `  cd ${root}/movingAverage/1`,
    '  python3 -c "import numpy; print(numpy.load(\'arg_0.npy\').mean())"',
  ];
}

function treeOf(folder: string, indent: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) =>
    entry.isDirectory()
      ? [`${indent}${entry.name}/`, ...treeOf(join(folder, entry.name), `${indent}  `)]
      : [indent + paint.dim(entry.name)],
  );
}

/** Sets lines side by side, cut where a block at the outer level ends. */
function inTwoColumns(lines: readonly string[]): string[] {
  const middle = lines.findIndex((line, index) => line === '    }' && 2 * index >= lines.length) + 1;
  const left = lines.slice(0, middle);
  const right = lines.slice(middle);
  const width = Math.max(...left.map((line) => line.length)) + 1;
  return left.map((line, index) => line.padEnd(width) + (right[index] ?? ''));
}
