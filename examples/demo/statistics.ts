import { intercept } from 'callmonitor';

export interface Description {
  readonly count: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

/** A straight line through points, and the share of the variance that it explains. */
export interface Line {
  readonly slope: number;
  readonly intercept: number;
  readonly r2: number;
}

export const describe = intercept(function describe(values: Float64Array): Description {
  const count = values.length;
  return { count, mean: meanOf(values), min: Math.min(...values), max: Math.max(...values) };
});

/** Ordinary least squares. */
export const linearRegression = intercept(function linearRegression(x: Float64Array, y: Float64Array): Line {
  const meanX = meanOf(x);
  const meanY = meanOf(y);
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (const [index, value] of x.entries()) {
    const dx = value - meanX;
    const dy = (y[index] ?? Number.NaN) - meanY;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  const slope = xy / xx;
  return { slope, intercept: meanY - slope * meanX, r2: (xy * xy) / (xx * yy) };
});

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
