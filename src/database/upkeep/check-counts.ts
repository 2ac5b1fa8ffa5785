import type { JsonObject } from '../../capture/revive-descriptor.js';
import { isJsonObject } from '../../capture/revive-descriptor.js';
import { closingTimeOf } from './database-summary.js';
import type { Examined } from './examine.js';
import type { Finding } from './finding.js';

type Report = (finding: Finding) => void;

const SUMMARY = 'db.json';
const LOG = 'calls.ndjson';

/** Compares what the summary, the closed line and the lines of the log say of each other. */
export function checkCounts(examined: Examined, report: Report): void {
  checkFunctions(examined, report);
  checkSummary(examined, report);
  if (examined.state === 'closed') {
    checkClosed(examined, report);
    for (const [name, calls] of examined.summary.metadata?.calls ?? []) {
      const index = examined.log.functions.get(name);
      if (index === undefined) tellLost(examined, name, calls, report);
      else if (calls < index.highest)
        tell(report, {
          file: SUMMARY,
          function: name,
          expected: `${index.highest} calls`,
          found: `${calls}`,
        });
    }
    tellUncounted(examined, report);
  }
}

/** How many calls a summary speaks of that the log does not: those of functions that it has nothing of. */
export function lostCalls({ state, summary, log }: Examined): number {
  if (state !== 'closed' || log.dropped > 0) return 0;
  let lost = 0;
  for (const [name, calls] of summary.metadata?.calls ?? []) {
    if (log.functions.get(name) === undefined) lost += Math.max(calls, 1);
  }
  return lost;
}

function checkFunctions({ log, state }: Examined, report: Report): void {
  const severity = log.dropped > 0 || state === 'open' ? 'warning' : 'damage';
  const details = { kind: 'order', file: LOG, repair: 'leaves' } as const;
  for (const { name, calls, highest } of log.functions) {
    if (highest > 0 && !log.introduced.has(name))
      report({ ...details, severity, function: name, expected: 'a line of the function', found: 'none' });
    for (let row = 0; row < calls.size; row++) {
      if (calls.hasInput(row) || log.regained.has(`${name}/${calls.invocationOf(row)}`)) continue;
      const call = { function: name, invocation: calls.invocationOf(row) };
      report({ ...details, severity, ...call, expected: 'an input line', found: 'only its output' });
    }
  }
  for (const name of log.lateFunctions) {
    const expected = 'the line of a function before its calls';
    if (log.introduced.has(name))
      report({ ...details, severity: 'warning', function: name, expected, found: 'calls before it' });
  }
}

function checkSummary({ summary, state }: Examined, report: Report): void {
  if (summary.json === undefined)
    tell(report, { file: SUMMARY, expected: 'JSON with the format "call-monitor"', found: 'something else' });
  for (const { pointer, expected, found } of summary.problems)
    tell(report, { file: SUMMARY, pointer, expected, found });
  if (state === 'left' && summary.json !== undefined)
    tell(report, {
      kind: 'not-closed',
      severity: 'warning',
      file: SUMMARY,
      expected: 'a database that its writer closed',
      found: 'a writer that is gone',
    });
}

function checkClosed({ summary, log }: Examined, report: Report): void {
  const { metadata } = summary;
  if (metadata === undefined) return;
  if (log.closed === undefined && closingTimeOf(summary) !== undefined)
    tell(report, { kind: 'log', file: LOG, expected: 'a closed line', found: 'none' });
  if (log.closed === undefined) return;
  const { end_time, dropped, calls } = log.closed;
  if (metadata.closed !== end_time)
    tell(report, {
      file: SUMMARY,
      pointer: '/closed',
      expected: end_time,
      found: metadata.closed ?? 'nothing',
    });
  if (metadata.dropped < dropped)
    tell(report, {
      file: SUMMARY,
      pointer: '/dropped',
      expected: `${dropped}`,
      found: `${metadata.dropped}`,
    });
  checkClosedCalls(log.functions, calls, report);
}

/** Readers take the higher number: what the closed line says costs nothing. */
function checkClosedCalls(functions: Examined['log']['functions'], calls: JsonObject, report: Report): void {
  for (const { name, highest } of functions) {
    const counted = Object.hasOwn(calls, name) ? Number(calls[name]) : 0;
    if (highest <= counted) continue;
    const details = { kind: 'summary', severity: 'warning', file: LOG, repair: 'leaves' } as const;
    report({
      ...details,
      function: name,
      expected: `${highest} calls in the closed line`,
      found: `${counted}`,
    });
  }
}

function tellLost(examined: Examined, name: string, calls: number, report: Report): void {
  if (lostCalls(examined) === 0) return;
  tell(report, {
    kind: 'log',
    file: LOG,
    function: name,
    expected: `calls, for db.json counts ${calls}`,
    found: 'nothing of it',
    repair: 'sets aside',
  });
}

function tellUncounted({ summary, log }: Examined, report: Report): void {
  const counted = summary.json?.['functions'];
  for (const { name, highest } of log.functions) {
    if (highest === 0 || (isJsonObject(counted) && Object.hasOwn(counted, name))) continue;
    tell(report, { file: SUMMARY, function: name, expected: 'its calls counted', found: 'nothing of it' });
  }
}

function tell(
  report: Report,
  details: Pick<Finding, 'file' | 'expected' | 'found'> & Partial<Finding>,
): void {
  report({ kind: 'summary', severity: 'damage', repair: 'mends', ...details });
}
