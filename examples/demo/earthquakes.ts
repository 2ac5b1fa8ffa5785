import { intercept } from 'callmonitor';

/** An event of a USGS feed, as far as it is looked at here. */
export interface SeismicEvent {
  readonly properties: { readonly type: string; readonly mag: number | null };
}

/** Magnitudes in steps of 0.1, as most networks report them. */
export class Earthquakes {
  readonly magnitudes: Float64Array;

  constructor(magnitudes: Float64Array) {
    this.magnitudes = magnitudes;
  }

  /** How many there are of each whole magnitude from 0 on; what is weaker counts as 0. */
  @intercept
  histogram(classes = 7): Uint32Array {
    const counts = new Uint32Array(classes);
    for (const magnitude of this.magnitudes) {
      const at = Math.min(Math.max(Math.floor(magnitude), 0), classes - 1);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    return counts;
  }
}

/** Leaves out explosions, quarry blasts and events without a magnitude. */
export const cleanEarthquakes = intercept(function cleanEarthquakes(
  events: readonly SeismicEvent[],
): Earthquakes {
  const magnitudes = events
    .filter(({ properties }) => properties.type === 'earthquake' && Number.isFinite(properties.mag))
    .map(({ properties }) => Math.round(Number(properties.mag) * 10) / 10);
  return new Earthquakes(Float64Array.from(magnitudes));
});

/** The b of log10 N(≥M) = a − b·M: how much rarer earthquakes get with every magnitude. */
export interface GutenbergRichter {
  readonly b: number;
  readonly error: number;
  readonly count: number;
}

/**
 * Maximum likelihood (Aki 1965), with Utsu's correction for magnitudes in steps.
 * @param from the magnitude from which on no earthquake was missed
 * @throws RangeError where there are none of them
 */
export const gutenbergRichter = intercept(function gutenbergRichter(
  magnitudes: Float64Array,
  { from = 2.5, step = 0.1 } = {},
): GutenbergRichter {
  const strong = magnitudes.filter((magnitude) => magnitude > from - step / 2);
  if (strong.length === 0) throw new RangeError(`No earthquake has a magnitude of ${from} or more`);
  const mean = strong.reduce((sum, magnitude) => sum + magnitude, 0) / strong.length;
  const b = Math.LOG10E / (mean - (from - step / 2));
  return { b, error: b / Math.sqrt(strong.length), count: strong.length };
});
