/** Functions that a test file brings along where it needs them. */
export type HelperName = 'thrownBy' | 'rejectionOf' | 'returnOf' | 'asyncReturnOf' | 'near' | 'withOneNaN';

type HelperText = (isTyped: boolean) => string;

const thrownBy: HelperText = (isTyped) => `
/** What a call throws, which may be anything. */
function thrownBy(call${isTyped ? ': () => unknown' : ''}) {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('Expected the call to throw, but it returned');
}`;

const rejectionOf: HelperText = (isTyped) => `
/** What an asynchronous call is rejected with, which may be anything. */
async function rejectionOf(call${isTyped ? ': () => Promise<unknown>' : ''}) {
  try {
    await call();
  } catch (error) {
    return error;
  }
  throw new Error('Expected the call to be rejected, but it was fulfilled');
}`;

const returnOf: HelperText = (isTyped) => `
/** Runs a generator to its end; what it returns there. */
function returnOf(generator${isTyped ? ': Iterator<unknown>' : ''}) {
  let step = generator.next();
  while (!step.done) step = generator.next();
  return step.value;
}`;

const asyncReturnOf: HelperText = (isTyped) => `
/** Runs an asynchronous generator to its end; what it returns there. */
async function asyncReturnOf(generator${isTyped ? ': AsyncIterator<unknown>' : ''}) {
  let step = await generator.next();
  while (!step.done) step = await generator.next();
  return step.value;
}`;

/** Each takes what it needs of the types, so that the text without them stays plain. */
const near: HelperText = (isTyped) => `
/** A value in which each number that is near enough to the expected one is that. */
function near(actual${isTyped ? ': any' : ''}, expected${isTyped ? ': any' : ''})${isTyped ? ': any' : ''} {
  if (typeof actual === 'number' && typeof expected === 'number') {
    const tolerance = ATOL + RTOL * Math.abs(expected);
    const isNear = Math.abs(actual - expected) <= tolerance;
    return isNear || Object.is(actual, expected) ? expected : actual;
  }
  if (typeof actual !== 'object' || actual === null) return actual;
  if (typeof expected !== 'object' || expected === null) return actual;
  if (Array.isArray(actual) || (ArrayBuffer.isView(actual) && 'map' in actual))
    return actual.map((item${isTyped ? ': any' : ''}, at${isTyped ? ': any' : ''}) => near(item, expected[at]));
  if (actual instanceof Map && expected instanceof Map)
    return new Map(
      [...actual].map(([key, item]) => [key, near(item, expected.get(key))]),
    );
  if (Object.prototype.toString.call(actual) !== '[object Object]') return actual;
  const copy = Object.create(Object.getPrototypeOf(actual));
  for (const key of Object.keys(actual))
    copy[key] = near(actual[key], expected[key]);
  return copy;
}`;

const withOneNaN: HelperText = (isTyped) => `
/** Typed arrays are compared by their bytes, of which NaN has several: here it has one. */
function withOneNaN(value${isTyped ? ': any' : ''})${isTyped ? ': any' : ''} {
  if (typeof value === 'number') return Number.isNaN(value) ? NaN : value;
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && 'map' in value))
    return ${isTyped ? '(value as any)' : 'value'}.map(withOneNaN);
  if (Object.prototype.toString.call(value) !== '[object Object]') return value;
  const copy = Object.create(Object.getPrototypeOf(value));
  for (const key of Object.keys(value)) copy[key] = withOneNaN(value[key]);
  return copy;
}`;

const HELPERS: Readonly<Record<HelperName, HelperText>> = {
  near,
  withOneNaN,
  thrownBy,
  rejectionOf,
  returnOf,
  asyncReturnOf,
};

/** The texts of helpers, in the order of the table. */
export function helperTexts(names: ReadonlySet<HelperName>, isTyped: boolean): string[] {
  const wanted = Object.entries(HELPERS).filter(([name]) => names.has(name as HelperName)); // its own keys, as typed
  return wanted.map(([, textOf]) => textOf(isTyped).trimStart());
}
