import type { CarFindings, EarthquakeFindings, Findings, WeatherFindings } from './pipeline.js';
import type { Line } from './statistics.js';
import { bars, fixed, paint, row, title } from './style.js';

/** What was found in the data, for people. */
export function describeFindings({ weather, cars, earthquakes }: Findings): string[] {
  return [...describeWeather(weather), ...describeCars(cars), ...describeEarthquakes(earthquakes)];
}

function describeWeather(found: WeatherFindings): string[] {
  const { temperature, warmest, years, cycle } = found;
  return [
    title('Seattle weather', `  ${temperature.count} days, ${found.first} to ${found.last}`),
    row(
      'mean temperature',
      `${fixed(temperature.mean, 2)} °C`,
      `from ${fixed(temperature.min, 1)} to ${fixed(temperature.max, 1)} °C`,
    ),
    describeMonths(found.months),
    row('warmest 30 days', `${fixed(warmest.mean, 2)} °C`, `from ${warmest.from} on`),
    row('first, last 365 days', `${fixed(years.first, 2)} °C, ${fixed(years.last, 2)} °C`),
    row(
      'strongest cycle',
      `${fixed(cycle.days, 2)} days`,
      `${fixed(100 * cycle.share, 1)} % of the variance: a year`,
    ),
  ];
}

function describeMonths(means: Float64Array): string {
  const [january, december] = [means[0] ?? 0, means[11] ?? 0];
  return row('January … December', bars(means), `${fixed(january, 1)} °C … ${fixed(december, 1)} °C`);
}

function describeCars({ records, used, mileage, consumption }: CarFindings): string[] {
  const lineText = ({ slope, r2 }: Line, unit: string, decimals: number) =>
    [`r² ${fixed(r2, 4)}`, `${fixed(1000 * slope, decimals)} ${unit} for 1000 lb more`] as const;
  return [
    title('Cars', `  ${used} of ${records} have a mileage`),
    row('MPG on weight', ...lineText(mileage, 'MPG', 3)),
    row('gal/100 mi on weight', ...lineText(consumption, 'gal', 3)),
  ];
}

function describeEarthquakes({ events, magnitudes, histogram, laws }: EarthquakeFindings): string[] {
  const most = Math.max(...histogram);
  const barOf = (count: number) => '█'.repeat(Math.ceil((30 * count) / most));
  return [
    title('Earthquakes', `  ${magnitudes.count} of one week's ${events} events, the others are blasts`),
    row('mean magnitude', fixed(magnitudes.mean, 3), `strongest ${fixed(magnitudes.max, 1)}`),
    ...Array.from(histogram, (count, magnitude) =>
      row(
        magnitude === 0 ? '  M below 1' : `  M ${magnitude} to ${magnitude + 1}`,
        String(count).padStart(5),
        paint.dim(barOf(count)),
      ),
    ),
    ...laws.map(({ from, law }) =>
      typeof law === 'string'
        ? row(`b value, M ≥ ${from}`, 'none', law)
        : row(`b value, M ≥ ${from}`, `${fixed(law.b, 2)} ± ${fixed(law.error, 2)}`, `n = ${law.count}`),
    ),
  ];
}
