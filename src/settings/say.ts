import { diag } from '@opentelemetry/api';

type Say = (level: 'error' | 'warn', message: string, ...details: unknown[]) => void;

/** Where the API package keeps what is registered. */
const REGISTERED = Symbol.for('opentelemetry.js.api.1');

let otherwise: Say | undefined;

/** Says something through OpenTelemetry's `diag`. The program's logger may throw; then there is nobody left to tell. */
export const say: Say = (level, message, ...details) => {
  try {
    if (otherwise !== undefined && !hasLogger()) otherwise(level, message, ...details);
    else diag[level](`callmonitor: ${message}`, ...details);
  } catch {}
};

/** Has what is said while no logger is registered with `diag` said in another way, where nobody could register one. */
export function sayOtherwise(say: Say | undefined): void {
  otherwise = say;
}

function hasLogger(): boolean {
  const { [REGISTERED]: api } = globalThis as { [REGISTERED]?: { diag?: unknown } };
  return api?.diag !== undefined;
}
