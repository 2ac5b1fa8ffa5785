import { diag } from '@opentelemetry/api';

/** Says something through OpenTelemetry's `diag`. The program's logger may throw; then there is nobody left to tell. */
export function say(level: 'error' | 'warn', message: string, ...details: unknown[]): void {
  try {
    diag[level](`callmonitor: ${message}`, ...details);
  } catch {}
}
