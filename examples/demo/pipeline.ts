import { type CarRecord, cleanCars } from './cars.js';
import { readDataset } from './datasets.js';
import {
  cleanEarthquakes,
  type GutenbergRichter,
  gutenbergRichter,
  type SeismicEvent,
} from './earthquakes.js';
import { movingAverage, powerSpectrum } from './signal.js';
import { type Description, describe, type Line, linearRegression } from './statistics.js';
import { cleanWeather, monthlyMeans, parseCsv } from './weather.js';

export interface Findings {
  readonly weather: WeatherFindings;
  readonly cars: CarFindings;
  readonly earthquakes: EarthquakeFindings;
}

export interface WeatherFindings {
  readonly first: string;
  readonly last: string;
  readonly temperature: Description;
  readonly months: Float64Array;
  /** The first day of the warmest 30, and their mean. */
  readonly warmest: { readonly from: string; readonly mean: number };
  /** The means of the first and the last 365 days. */
  readonly years: { readonly first: number; readonly last: number };
  /** The strongest cycle: its length in days, and its share of the variance. */
  readonly cycle: { readonly days: number; readonly share: number };
}

export interface CarFindings {
  readonly records: number;
  readonly used: number;
  /** Miles per gallon, and gallons per 100 miles, against pounds. */
  readonly mileage: Line;
  readonly consumption: Line;
}

export interface EarthquakeFindings {
  readonly events: number;
  readonly magnitudes: Description;
  readonly histogram: Uint32Array;
  readonly laws: ReadonlyArray<{ readonly from: number; readonly law: GutenbergRichter | string }>;
}

/** The whole of the demo's work. */
export async function analyse(): Promise<Findings> {
  const names = ['seattle-weather.csv', 'cars.json', 'earthquakes.json'];
  const [weather = '', cars = '', earthquakes = ''] = await Promise.all(
    names.map((name) => readDataset(name)),
  );
  return {
    weather: analyseWeather(weather),
    cars: analyseCars(cars),
    earthquakes: analyseEarthquakes(earthquakes),
  };
}

function analyseWeather(csv: string): WeatherFindings {
  const { dates, temperature } = cleanWeather(parseCsv(csv));
  const months = movingAverage(temperature);
  const years = movingAverage(temperature, { window: 365 });
  const warmest = indexOfMaximum(months);
  const spectrum = powerSpectrum(temperature);
  const cycles = indexOfMaximum(spectrum);
  return {
    first: dates[0] ?? '',
    last: dates.at(-1) ?? '',
    temperature: describe(temperature),
    months: monthlyMeans(dates, temperature),
    warmest: { from: dates[warmest] ?? '', mean: months[warmest] ?? Number.NaN },
    years: { first: years[0] ?? Number.NaN, last: years.at(-1) ?? Number.NaN },
    cycle: { days: temperature.length / cycles, share: spectrum[cycles] ?? Number.NaN },
  };
}

function analyseCars(json: string): CarFindings {
  const records: CarRecord[] = JSON.parse(json);
  const { weights, milesPerGallon } = cleanCars(records);
  const gallonsPer100Miles = milesPerGallon.map((miles) => 100 / miles);
  return {
    records: records.length,
    used: weights.length,
    mileage: linearRegression(weights, milesPerGallon),
    consumption: linearRegression(weights, gallonsPer100Miles),
  };
}

function analyseEarthquakes(geoJson: string): EarthquakeFindings {
  const events: SeismicEvent[] = JSON.parse(geoJson).features;
  const earthquakes = cleanEarthquakes(events);
  const { magnitudes } = earthquakes;
  return {
    events: events.length,
    magnitudes: describe(magnitudes),
    histogram: earthquakes.histogram(),
    laws: [2.5, 4.5, 7].map((from) => ({ from, law: lawFrom(magnitudes, from) })),
  };
}

/** There need not be earthquakes as strong as one would like. */
function lawFrom(magnitudes: Float64Array, from: number): GutenbergRichter | string {
  try {
    return gutenbergRichter(magnitudes, { from });
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

function indexOfMaximum(values: Float64Array): number {
  return values.reduce((best, value, index) => (value > (values[best] ?? 0) ? index : best), 0);
}
