import { readFileSync } from 'node:fs';

const INTERVAL_MS = 20;

/** Watches how much memory a program has at most, until it ends; gives what tells it, in bytes. */
export function watchPeak(program) {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, peakOf(program.pid));
  }, INTERVAL_MS);
  program.on('close', () => clearInterval(timer));
  return () => peak;
}

/** 0 when it is gone, and where there is no `/proc`. */
function peakOf(pid) {
  try {
    const [, kilobytes = 0] = readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return 0;
  }
}
