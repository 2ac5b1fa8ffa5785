import { intercept } from 'callmonitor';

/** The mean of every `window` neighbours: `values.length - window + 1` numbers. */
export const movingAverage = intercept(function movingAverage(
  values: Float64Array,
  { window = 30 } = {},
): Float64Array {
  const means = new Float64Array(values.length - window + 1);
  let sum = 0;
  for (const [index, value] of values.entries()) {
    sum += value - (index < window ? 0 : (values[index - window] ?? 0));
    if (index >= window - 1) means[index - window + 1] = sum / window;
  }
  return means;
});

/** The share of the variance at 0, 1, 2 … cycles over the whole series: its discrete Fourier transform, squared. */
export const powerSpectrum = intercept(function powerSpectrum(values: Float64Array): Float64Array {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const turns = values.map((_, index) => (2 * Math.PI * index) / n);
  const cosines = turns.map(Math.cos);
  const sines = turns.map(Math.sin);
  const powers = new Float64Array(Math.floor(n / 2) + 1);
  for (let cycles = 1; cycles < powers.length; cycles++) {
    let real = 0;
    let imaginary = 0;
    for (const [index, value] of values.entries()) {
      const phase = (cycles * index) % n;
      real += (value - mean) * (cosines[phase] ?? 0);
      imaginary += (value - mean) * (sines[phase] ?? 0);
    }
    powers[cycles] = real * real + imaginary * imaginary;
  }
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
});
