import fc from 'fast-check';

/**
 * Tries a property as often as an everyday test run has time for, or `CALLMONITOR_TEST_RUNS` times. What fails says its
 * seed and path, with which `CALLMONITOR_TEST_SEED` and `CALLMONITOR_TEST_PATH` have it again.
 */
export function holds<Values>(property: fc.IRawProperty<Values>, everydayRuns: number): Promise<void> {
  const {
    CALLMONITOR_TEST_RUNS: runs,
    CALLMONITOR_TEST_SEED: seed,
    CALLMONITOR_TEST_PATH: path,
  } = process.env;
  return fc.assert(property as fc.IAsyncProperty<Values>, {
    numRuns: Number(runs) > 0 ? Number(runs) : everydayRuns,
    includeErrorInReport: true,
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(path === undefined ? {} : { path }),
  });
}
