import { spawnSync } from 'node:child_process';

/** Says that something cannot be tried on this machine, and why. */
export class NotPossibleHere extends Error {}

/** Runs a command of the system, and returns what it printed. @throws NotPossibleHere where it fails */
export function runCommand(name: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(name, args, { encoding: 'utf8' });
  if (error !== undefined) throw new NotPossibleHere(`${name}: ${error.message}`);
  if (status !== 0) throw new NotPossibleHere(`${name} ${args.join(' ')}: ${stderr.trim()}`);
  return stdout.trim();
}
