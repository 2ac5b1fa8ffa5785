// Run by mutate-demo.mjs beside a copy of the demo: calls its functions as a program with many sorts of input would.
import { cleanCars } from './demo/cars.js';
import { cleanEarthquakes, Earthquakes, gutenbergRichter } from './demo/earthquakes.js';
import { movingAverage, powerSpectrum } from './demo/signal.js';
import { describe, linearRegression } from './demo/statistics.js';
import { cleanWeather, monthlyMeans, parseCsv } from './demo/weather.js';

const ROUNDS = 60;
let seed = 1;

for (let round = 0; round < ROUNDS; round++) {
  const x = numbers(1 + below(12), 10);
  describe(x);
  linearRegression(x, numbers(x.length, 20));
  powerSpectrum(x);
  movingAverage(x, ...(round % 3 === 0 ? [{ window: 1 + below(x.length) }] : [{ window: 1 }]));
  if (round % 10 === 0) movingAverage(numbers(30 + below(5), 5));
  new Earthquakes(numbers(1 + below(20), 12)).histogram(...(round % 2 === 0 ? [] : [1 + below(9)]));
  attempt(() => gutenbergRichter(steps(1 + below(9)), options(round)));
  cleanCars(Array.from({ length: below(4) }, car));
  cleanEarthquakes(Array.from({ length: below(4) }, quake));
  const rows = parseCsv(
    csv(below(4), round % 2 === 0 ? ',' : ';'),
    ...(round % 2 === 0 ? [] : [{ separator: ';' }]),
  );
  cleanWeather(rows);
  monthlyMeans(
    rows.map(({ date }) => date),
    numbers(rows.length, 9),
  );
}

function attempt(run) {
  try {
    run();
  } catch {}
}

/** The same numbers in every run. */
function below(end) {
  seed = (seed * 16807) % 2147483647;
  return seed % end;
}

function numbers(length, range) {
  return Float64Array.from({ length }, () => below(range * 20) / 10 - range / 3);
}

/** Magnitudes, some of which lie on the edge between two classes. */
function steps(length) {
  return Float64Array.from({ length }, () => below(60) / 10);
}

function options(round) {
  return [undefined, { from: 2 }, { from: 3, step: 1 }, { from: 2.5, step: 0.2 }][round % 4];
}

function car(_, at) {
  const [known, weight] = [below(3) > 0, below(3) > 0];
  return {
    Name: `car ${at}`,
    Miles_per_Gallon: known ? below(40) : null,
    Weight_in_lbs: weight ? below(4000) : null,
  };
}

function quake() {
  return {
    properties: {
      type: below(3) === 0 ? 'quarry blast' : 'earthquake',
      mag: below(4) === 0 ? null : below(800) / 100,
    },
  };
}

function csv(rows, separator) {
  const names = ['date', 'precipitation', 'temp_max', 'temp_min'];
  const lines = Array.from({ length: rows }, () =>
    [
      `2012-${String(1 + below(12)).padStart(2, '0')}-01`,
      below(3) === 0 ? '' : below(90) / 10,
      below(300) / 10,
      below(2) ? below(200) / 10 : 'x',
    ].join(separator),
  );
  return `${[names.join(separator), ...lines].join(below(2) ? '\n' : '\r\n')}\n`;
}
