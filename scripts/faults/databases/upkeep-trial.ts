import { repair, verify } from 'callmonitor';
import { attempt, type Reading } from './read-everything.js';

/**
 * Repairs a database and looks whether there is anything left to repair; what is refused is refused in words. Returns
 * whether it was repaired.
 */
export function repairThoroughly(root: string, reading: Reading): boolean {
  const report = attempt(reading, 'repair', () => repair(root));
  if (report === undefined) return false;
  const after = attempt(reading, 'verify what was repaired', () => verify(root));
  const mendable = after?.findings.filter(({ repair: remedy }) => remedy !== 'leaves') ?? [];
  if (mendable.length > 0)
    reading.broken.push(
      `repair left what it mends: ${mendable.map((found) => JSON.stringify(found)).join(' ')}`,
    );
  if (after !== undefined && after.damage > 0 && report.damageLeft === 0)
    reading.broken.push(`repair did not tell of damage that it left: ${JSON.stringify(after.findings[0])}`);
  const again = attempt(reading, 'repair again', () => repair(root));
  if (again?.isChanged) reading.broken.push(`a second repair changed something: ${JSON.stringify(again)}`);
  return true;
}
