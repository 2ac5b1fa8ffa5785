import { inspect } from 'node:util';
import { diag } from '@opentelemetry/api';
import { SecretNames } from '../capture/secret-names.js';
import { SecretText } from '../capture/secret-text.js';

type Say = (level: 'error' | 'warn', message: string, ...details: unknown[]) => void;

/** Where the API package keeps what is registered. */
const REGISTERED = Symbol.for('opentelemetry.js.api.1');

const secrets = new SecretText(new SecretNames([]));

let otherwise: Say | undefined;

/** Says something through OpenTelemetry's `diag`. The program's logger may throw; then there is nobody left to tell. */
export const say: Say = (level, message, ...details) => {
  try {
    const told = secrets.mask(message);
    const shown = details.map(withoutSecrets);
    if (otherwise !== undefined && !hasLogger()) otherwise(level, told, ...shown);
    else diag[level](`callmonitor: ${told}`, ...shown);
  } catch {}
};

/** Has what is said while no logger is registered with `diag` said in another way, where nobody could register one. */
export function sayOtherwise(say: Say | undefined): void {
  otherwise = say;
}

/** What the program's code threw may say what it was called with. Of what has no secrets the thing itself is told. */
function withoutSecrets(detail: unknown): unknown {
  const text = typeof detail === 'string' ? detail : inspect(detail, { customInspect: false });
  const masked = secrets.mask(text);
  return masked === text ? detail : masked;
}

function hasLogger(): boolean {
  const { [REGISTERED]: api } = globalThis as { [REGISTERED]?: { diag?: unknown } };
  return api?.diag !== undefined;
}
