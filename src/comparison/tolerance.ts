import { inspect } from 'node:util';

/** How far two numbers may be apart and still count as the same; both 0 unless given: exactly the same. */
export interface Tolerance {
  /** Relative to the recorded number: 1e-9 is one in a billion. */
  readonly rtol?: number;
  /** Absolute. */
  readonly atol?: number;
}

/** Whether two numbers count as the same. */
export type IsSameNumber = (recorded: number, actual: number) => boolean;

/**
 * As `numpy.isclose(actual, recorded)`: |recorded − actual| ≤ atol + rtol · |recorded|. An infinity is only close to
 * itself; NaN is the same as NaN. Without tolerance −0 is not 0.
 * @throws RangeError unless both are numbers from 0 on
 */
export function sameNumber({ rtol = 0, atol = 0 }: Tolerance): IsSameNumber {
  checkTolerance('rtol', rtol);
  checkTolerance('atol', atol);
  if (rtol === 0 && atol === 0) return Object.is;
  return (recorded, actual) =>
    recorded === actual ||
    (Number.isFinite(recorded) && Math.abs(recorded - actual) <= atol + rtol * Math.abs(recorded)) ||
    (Number.isNaN(recorded) && Number.isNaN(actual));
}

function checkTolerance(name: string, value: unknown): void {
  if (typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY) return;
  throw new RangeError(`Expected a number from 0 on for ${name}, got ${inspect(value)}`);
}
