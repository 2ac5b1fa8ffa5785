import { join, resolve } from 'node:path';
import type { Call } from '../database/call.js';
import { statsOf } from '../database/plain-file.js';
import type { FileContext } from './file-context.js';
import { portablePath } from './import-paths.js';
import { callExpression, type Expression, objectExpression, plain, quoteText } from './script-text.js';

/** Where the recording is, seen from the tests. */
export interface RecordingPlace {
  /** The database's directory. */
  readonly root: string;
  /** The folder of the test file. */
  readonly folder: string;
}

/** `loadCall(new URL('../call-monitor/solve/3', import.meta.url), { classes: [Mesh] })`, or from the database where the call has no folder of its own. */
export function loadExpression(
  call: Call,
  { root, folder }: RecordingPlace,
  { context, classes }: { context: FileContext; classes: readonly string[] },
): Expression {
  const options = classes.length === 0 ? [] : [objectExpression([['classes', `[${classes.join(', ')}]`]])];
  const { format } = context.style;
  if (isComplete(call)) {
    context.readers.add('loadCall');
    return callExpression('loadCall', [placeExpression(portablePath(folder, call.path), format), ...options]);
  }
  context.readers.add('load');
  const database = callExpression('load', [
    placeExpression(portablePath(folder, resolve(root)), format),
    ...options,
  ]);
  const words = [plain(quoteText(call.function)), plain(String(call.invocation))];
  return callExpression([database.doc, '.call'], words);
}

/** Folders may lack what is only in the log: packed databases, and those of a process that died. */
function isComplete({ path }: Call): boolean {
  return ['input_descriptor.json', 'output_descriptor.json'].every(
    (name) => statsOf(join(path, name))?.isFile() ?? false,
  );
}

function placeExpression(path: string, format: 'esm' | 'cjs'): Expression {
  if (format === 'cjs') return callExpression('join', [plain('__dirname'), plain(quoteText(path))]);
  const url = path.split('/').map(encodeURIComponent).join('/');
  return callExpression('new URL', [plain(quoteText(url)), plain('import.meta.url')]);
}
