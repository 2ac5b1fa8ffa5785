import pc from 'picocolors';

/** Colours on a terminal that has them and whose user wants them (`NO_COLOR`), plain text anywhere else. */
export const paint = pc.createColors(process.stdout.isTTY === true && process.stdout.hasColors());

const LABEL_WIDTH = 22;

/** A line of the output: what, how much, and what there is to say of it. */
export function row(label: string, value: string, remark = ''): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${paint.bold(value)}${remark === '' ? '' : `  ${remark}`}`;
}

/** The title of a section, with an empty line before it. */
export function title(text: string, remark = ''): string {
  return `\n${paint.cyan(paint.bold(text))}${paint.dim(remark)}`;
}

/** A number with so many decimals, and a minus that is as wide as a plus. */
export function fixed(value: number, decimals: number): string {
  return value.toFixed(decimals).replace('-', '−');
}

/** Numbers as a row of bars. */
export function bars(values: ArrayLike<number>): string {
  const numbers = Array.from(values);
  const low = Math.min(...numbers);
  const range = Math.max(...numbers) - low;
  return numbers.map((value) => '▁▂▃▄▅▆▇█'[Math.round((7 * (value - low)) / range)]).join('');
}

/** The first numbers of an array. */
export function head(values: unknown): string {
  if (!(values instanceof Float64Array)) return String(values);
  const numbers = Array.from(values.subarray(0, 4), (value) => fixed(value, 3));
  return `Float64Array(${values.length}) [ ${numbers.join(', ')}, … ]`;
}
