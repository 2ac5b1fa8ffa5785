import { loadExpression, type RecordingPlace } from './call-loading.js';
import { callStatement } from './call-statement.js';
import { callTitle } from './call-title.js';
import type { ChosenCall } from './choose-calls.js';
import { type Doc, hardline, indent, join } from './doc.js';
import type { FileContext } from './file-context.js';
import type { KnownClasses } from './known-classes.js';
import { outcomeStatements } from './outcome-statements.js';
import { printDoc } from './print-doc.js';
import { RecordedValues } from './recorded-values.js';
import { quoteText } from './script-text.js';
import type { Subject } from './subject.js';
import { survey } from './survey.js';

/** A test as text, and whether it reads the recording. */
export interface WrittenTest {
  readonly text: string;
  readonly mode: 'inline' | 'load';
}

/** The test of one call: makes it again and asserts what was recorded. */
export function writeTest(
  subject: Subject,
  { call }: ChosenCall,
  { context, known, place }: { context: FileContext; known: KnownClasses; place: RecordingPlace },
): WrittenTest {
  const values = new RecordedValues(call, context, known);
  const made = callStatement(subject, values, context);
  const { statements, isAsync } = outcomeStatements(subject, made, { values, context });
  const loading = values.isLoading ? loadStatements(values, { context, known, place }) : [];
  const body: Doc[] = [...loading, ...made.before, ...statements];
  const isWaiting = isAsync || (values.isLoading && isImportedLate(context));
  const head = `test(${quoteText(callTitle(subject, values))}, ${isWaiting ? 'async ' : ''}() => {`;
  const text = printDoc([head, indent([hardline, join(hardline, body)]), hardline, '});']);
  return { text, mode: values.isLoading ? 'load' : 'inline' };
}

/** Jest's `require` takes no ES modules, such as callmonitor is one; its `import()` does. */
export function isImportedLate({ style }: FileContext): boolean {
  return style.framework.name === 'jest' && style.format === 'cjs';
}

function loadStatements(
  { call }: RecordedValues,
  { context, known, place }: { context: FileContext; known: KnownClasses; place: RecordingPlace },
): Doc[] {
  const { inputLine, outputLine } = call;
  const descriptors = [inputLine.this, inputLine.args, ...Object.values(inputLine.kwargs)];
  const { classes } = survey([...descriptors, outputLine?.result, outputLine?.error, outputLine?.args_after]);
  const wanted = known.classes.filter(({ name }) => classes.has(name));
  const references = wanted.flatMap(({ prototype }) => known.byPrototype(prototype) ?? []);
  const loaded = loadExpression(call, place, {
    context,
    classes: references.map((each) => context.referenceTo(each)),
  });
  const reader = flatReader(context);
  return [...(isImportedLate(context) ? [reader] : []), ['const call = ', loaded.doc, ';']];
}

function flatReader({ readers }: FileContext): Doc {
  return `const { ${[...readers].join(', ')} } = await import('callmonitor');`;
}
