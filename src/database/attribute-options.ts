import { describeAttributes } from '../capture/capture-attributes.js';
import { FULL_LIMITS, resolveLimits } from '../capture/limits.js';
import { Redaction } from '../capture/redaction.js';
import type { CaptureOptions } from '../capture/walk.js';
import { Registry } from '../handlers/registry.js';
import type { Settings } from '../settings/settings.js';
import type { ResourceLike } from './database-json.js';

/** What decides of attributes that are no function's. */
export type AttributeSettings = Pick<Settings, 'limits' | 'redact'>;

/** How attributes are written down of which no function has a say. */
export function attributeOptions({ limits, redact }: AttributeSettings): CaptureOptions {
  return {
    limits: resolveLimits(limits, FULL_LIMITS),
    redaction: Redaction.from(redact),
    registry: new Registry(),
  };
}

/** A resource as it may be written: without secrets, which stand in a command line. Looked at whenever it is asked. */
export function withoutSecrets(resource: ResourceLike, settings: AttributeSettings): ResourceLike {
  const options = attributeOptions(settings);
  return {
    get attributes() {
      return JSON.parse(describeAttributes(resource.attributes, options)) as ResourceLike['attributes'];
    },
  };
}
