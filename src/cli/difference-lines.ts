import { safeLine } from '../model/safe-text.js';
import { counted } from './counted.js';
import { type DifferenceReport, differenceSides } from './difference-report.js';
import type { Paint } from './terminal.js';

/** Differences for people: where, then what was there and what is there now. */
export function differenceLines(reports: readonly DifferenceReport[], paint: Paint): string[] {
  return reports.flatMap((report) => {
    const { removed, added, note } = differenceSides(report);
    return [
      `${paint.cyan(safeLine(report.path))}${note === '' ? '' : paint.dim(`  ${safeLine(note)}`)}`,
      ...(removed === undefined ? [] : [paint.red(`- ${removed}`)]),
      ...(added === undefined ? [] : [paint.green(`+ ${added}`)]),
    ];
  });
}

/** `3 differences, the first 2 of them above`; what could not be compared, and where. */
export function countLines(
  {
    differing,
    notCompared,
    notComparedAt,
  }: { differing: number; notCompared: number; notComparedAt: readonly string[] },
  shown: number,
  paint: Paint,
): string[] {
  const rest = differing > shown ? `, the first ${shown} above` : '';
  const [example = ''] = notComparedAt;
  const lost = `${counted(notCompared, 'value')} not compared, for nobody recorded them: ${safeLine(example)}`;
  return [
    differing === 0 ? paint.green('no difference') : paint.red(`${counted(differing, 'difference')}${rest}`),
    ...(notCompared === 0 ? [] : [paint.yellow(`${lost}${notCompared > 1 ? ', …' : ''}`)]),
  ];
}
