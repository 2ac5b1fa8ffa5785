/** An aligned Markdown table; every column but the first stands to the right. */
export function table(head, lines) {
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => line[column].length)));
  const line = (cells) =>
    `| ${cells.map((cell, n) => (n === 0 ? cell.padEnd(widths[n]) : cell.padStart(widths[n]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, n) => (n === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...lines.map(line)].join('\n');
}

/** Nanoseconds, in the unit that suits them. */
export function timeText(ns) {
  if (ns === undefined) return '–';
  const size = Math.abs(ns);
  if (size < 1e3) return `${Math.round(ns) || 0} ns`; // not -0
  if (size < 1e6) return `${(ns / 1e3).toPrecision(3)} µs`;
  return size < 1e9 ? `${(ns / 1e6).toPrecision(3)} ms` : `${(ns / 1e9).toPrecision(3)} s`;
}

export function ratioText(ratio) {
  return ratio === undefined ? '–' : `${Math.abs(ratio) < 0.005 ? '0.00' : ratio.toFixed(2)} ×`;
}

export function countText(count) {
  if (count === undefined) return '–';
  return count < 10
    ? String(Math.round(count * 10) / 10)
    : Math.round(count).toLocaleString('en').replaceAll(',', ' ');
}

export function megabyteText(bytes) {
  return bytes === undefined ? '–' : `${(bytes / 1e6).toFixed(0)} MB`;
}
