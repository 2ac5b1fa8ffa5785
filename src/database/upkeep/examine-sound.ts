import { CallMonitorError } from '../../model/errors.js';
import { type Examined, examine } from './examine.js';
import type { Finding } from './finding.js';
import { stillWritten } from './still-written.js';
import type { OnProgress } from './upkeep-progress.js';

/**
 * Examines a database of which nothing may be lost.
 * @throws CallMonitorError where the log is damaged or lacks what the view says; DatabaseLockedError
 */
export function examineSound(path: string, verb: string, onProgress: OnProgress | undefined): Examined {
  let hindrance: Finding | undefined;
  const examined = examine(path, {
    onFinding: (finding) => {
      if (isHindrance(finding)) hindrance ??= finding;
    },
    onProgress,
  });
  if (examined.state === 'open') throw stillWritten(examined);
  if (hindrance === undefined && examined.log.plan.isEmpty) return examined;
  const { file = 'calls.ndjson', line, expected = 'a whole log', found = 'damage' } = hindrance ?? {};
  const place = line === undefined ? file : `${file}:${line}`;
  throw new CallMonitorError(
    `${path} is not ${verb} before its damage is mended: ${place}, expected ${expected}, found ${found}. 'callmonitor verify' lists it, 'callmonitor repair' mends what can be mended`,
    { path },
  );
}

/** Loose rights and missing or cut files of the view are none, nor are lost sidecars, which neither makes worse. */
function isHindrance({ kind, severity, found }: Finding): boolean {
  if (severity !== 'damage' || kind === 'view-missing' || kind === 'sidecar' || kind === 'value')
    return false;
  return kind !== 'view-differs' || !found.startsWith('its first');
}
