import { intercept } from 'callmonitor';

type Row = Record<string, string>;

/** Daily values, all of one length. */
export interface Weather {
  readonly dates: readonly string[];
  /** The mean of the day's highest and lowest temperature, in °C. */
  readonly temperature: Float64Array;
  /** In mm. */
  readonly precipitation: Float64Array;
}

/** Reads comma-separated values without quotes; the first line names the columns. */
export const parseCsv = intercept(function parseCsv(text: string, { separator = ',' } = {}): Row[] {
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(separator);
  return lines.map((line) => {
    const cells = line.split(separator);
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
});

/** Leaves out days of which a number is missing. */
export const cleanWeather = intercept(function cleanWeather(rows: readonly Row[]): Weather {
  const days = rows
    .map((row) => ({
      date: row['date'] ?? '',
      temperature: (Number.parseFloat(row['temp_max'] ?? '') + Number.parseFloat(row['temp_min'] ?? '')) / 2,
      precipitation: Number.parseFloat(row['precipitation'] ?? ''),
    }))
    .filter((day) => Number.isFinite(day.temperature) && Number.isFinite(day.precipitation));
  return {
    dates: days.map((day) => day.date),
    temperature: Float64Array.from(days, (day) => day.temperature),
    precipitation: Float64Array.from(days, (day) => day.precipitation),
  };
});

/** The mean of each calendar month, January first. */
export const monthlyMeans = intercept(function monthlyMeans(
  dates: readonly string[],
  values: Float64Array,
): Float64Array {
  const sums = new Float64Array(12);
  const counts = new Float64Array(12);
  dates.forEach((date, index) => {
    const month = Number(date.slice(5, 7)) - 1;
    sums[month] = (sums[month] ?? 0) + (values[index] ?? 0);
    counts[month] = (counts[month] ?? 0) + 1;
  });
  return sums.map((sum, month) => sum / (counts[month] ?? 0));
});
