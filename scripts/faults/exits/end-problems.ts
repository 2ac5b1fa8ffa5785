import type { ProgramEnd } from '../run-program.js';

const KEYS = ['code', 'signal', 'stdout', 'stderr'] as const;

/** In what a program that is recorded ends otherwise than without callmonitor. */
export function endProblems(end: ProgramEnd, bare: ProgramEnd): string[] {
  if (end.hasHung) return ['it hung'];
  return KEYS.filter((key) => end[key] !== bare[key]).map(
    (key) => `${key} is ${JSON.stringify(end[key])}, bare ${JSON.stringify(bare[key])}`,
  );
}
