import type { AnyFunction } from 'callmonitor';
import { ENVIRONMENT_PLACES } from './environment-places.js';
import { ERROR_PLACES } from './error-places.js';
import { NAME_PLACES } from './name-places.js';
import { RULE_PLACES } from './rule-places.js';
import { TEXT_PLACES } from './text-places.js';

/** Rules beside the usual ones. */
export type Redact = ReadonlyArray<
  string | RegExp | ((info: { path: string; key: unknown; value: unknown }) => boolean)
>;

/** Intercepts a function with a place's rules. */
export type Intercept = <F extends AnyFunction>(fn: F, options?: object) => F;

/** Somewhere a program has a secret. */
export interface SecretPlace {
  readonly name: string;
  readonly redact?: Redact;
  /** Calls intercepted functions with the secret; may throw. */
  call(secret: string, intercept: Intercept): unknown;
  /** What is no secret there, and has to be recorded. */
  readonly keeps?: string;
}

/** Every place that was thought of. */
export const SECRET_PLACES: readonly SecretPlace[] = [
  ...NAME_PLACES,
  ...TEXT_PLACES,
  ...ERROR_PLACES,
  ...ENVIRONMENT_PLACES,
  ...RULE_PLACES,
];
