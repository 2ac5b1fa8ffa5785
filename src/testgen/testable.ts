import type { Call } from '../database/call.js';
import { RecordNotFoundError } from '../model/errors.js';
import { type Survey, survey } from './survey.js';

/** What the tests can do with the function's calls. */
export interface TestableOptions {
  /** Whether the result depends on the receiver, so that it must be had. */
  readonly usesReceiver: boolean;
  /** Whether the receiver is reached by the function's name, as a static method's class is. */
  readonly isMember: boolean;
  readonly kind: 'function' | 'class' | 'member' | 'method';
  /** Whether objects of the method's class have parts that no recording keeps. */
  readonly hasPrivateParts: boolean;
  /** The classes that the test can make objects of. */
  readonly classes: ReadonlySet<string>;
}

/** Why a call makes no test; `detail` is of this call, `reason` of all of that sort. */
export interface Refusal {
  readonly reason: string;
  readonly detail?: string;
}

/** These come back from a `structuredClone` as they are, so that classes that nobody knows can be left out. */
const CLONED = new Set([
  'object',
  'undefined',
  'number',
  'bigint',
  'Date',
  'Map',
  'Set',
  'boxed',
  'ndarray',
  'array',
]);

/** Why a call cannot be made again or its outcome not compared; `undefined` where both can be done. */
export function refusalOf(call: Call, options: TestableOptions): Refusal | undefined {
  try {
    return refusalOfInput(call, options) ?? refusalOfOutcome(call, options);
  } catch (error) {
    if (error instanceof RecordNotFoundError)
      return { reason: 'its record is damaged', detail: error.message };
    throw error;
  }
}

function refusalOfInput(call: Call, options: TestableOptions): Refusal | undefined {
  const { inputLine, outputLine, replayable } = call;
  if (outputLine === undefined) return { reason: 'it never came back' };
  if (outputLine.status === 'yielded') return { reason: 'its caller stopped the generator early' };
  const needsReceiver = needsRecordedReceiver(options);
  const why = replayable.why.filter((each) => needsReceiver || !/^\/this\b/.test(each));
  if (!replayable.ok && (why.length > 0 || replayable.why.length === 0))
    return { reason: 'its arguments were not all recorded', detail: why.join(', ') };
  if (options.kind === 'method' && !('this' in inputLine)) return { reason: 'its receiver was not recorded' };
  if (needsReceiver && options.hasPrivateParts)
    return { reason: 'its receiver has #private parts, which no recording keeps' };
  const receiver = needsReceiver && 'this' in inputLine ? [inputLine.this] : [];
  const unknown = unknownClass(
    survey([...receiver, inputLine.args, ...Object.values(inputLine.kwargs)]),
    options,
  );
  return unknown === undefined
    ? undefined
    : { reason: `it takes an object of ${unknown}, which the module does not export` };
}

/** Whether the receiver is taken from the recording. */
export function needsRecordedReceiver({ kind, usesReceiver, isMember }: TestableOptions): boolean {
  return kind === 'method' || (kind === 'function' && usesReceiver && !isMember);
}

function refusalOfOutcome({ outputLine }: Call, options: TestableOptions): Refusal | undefined {
  const after = outputLine?.args_after;
  if (outputLine?.status === 'ok' && !('result' in outputLine) && after === undefined)
    return { reason: 'its result was not recorded' };
  const found = survey([outputLine?.result, outputLine?.error, after]);
  const [lost] = found.lost;
  if (lost !== undefined) return { reason: 'its outcome was not all recorded', detail: lost };
  if (found.kinds.has('unregistered symbol'))
    return { reason: 'its outcome has a symbol, of which there is no second' };
  if (found.kinds.has('invalid date'))
    return { reason: 'its outcome has an invalid date, which Node 20 finds unlike any other' };
  const unknown = outputLine?.status === 'error' ? undefined : unknownClass(found, options);
  return unknown === undefined || isComparedAsPlain(found, options)
    ? undefined
    : { reason: `its outcome is of the class ${unknown}, which the module does not export` };
}

/** Whether an outcome, all of whose classes are unknown, can be compared without them. */
export function isComparedAsPlain(
  { kinds, binaries, classes }: Survey,
  options: Pick<TestableOptions, 'classes'>,
): boolean {
  const isUnknown = classes.size > 0 && ![...classes].some((name) => options.classes.has(name));
  const isCloned = [...kinds].every((kind) => CLONED.has(kind));
  return isUnknown && isCloned && !binaries.has('Buffer') && !kinds.has('null prototype');
}

/** The first class of which the test can make no objects. */
function unknownClass({ classes }: Survey, options: Pick<TestableOptions, 'classes'>): string | undefined {
  return [...classes].find((name) => !options.classes.has(name));
}
