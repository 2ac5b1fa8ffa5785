import { type Column, tableLines } from '../../src/cli/table.js';
import type { Fault, FaultReport } from './fault.js';

/** A fault that was run. */
export interface RanFault {
  readonly fault: Fault;
  readonly report: FaultReport;
  readonly seconds: number;
}

const COLUMNS: readonly Column[] = [
  { title: 'fault' },
  { title: 'what is tried' },
  { title: 'tried' },
  { title: 'lost' },
  { title: 'seconds', align: 'right' },
  { title: 'promises' },
];

/** A row for each fault; below, what was broken and what is worth knowing. */
export function reportLines(ran: readonly RanFault[], width: number): string[] {
  return [...tableLines(COLUMNS, ran.map(cells), width), ...ran.flatMap(remarks)];
}

function cells({ fault, report, seconds }: RanFault): string[] {
  const kept = report.broken.length === 0 ? 'kept' : `${report.broken.length} BROKEN`;
  return [fault.name, fault.title, report.tried, report.lost, seconds.toFixed(1), kept];
}

function remarks({ fault, report }: RanFault): string[] {
  const broken = report.broken.map((what) => `${fault.name}: BROKEN: ${what}`);
  return [...broken, ...(report.notes ?? []).map((note) => `${fault.name}: ${note}`)];
}
