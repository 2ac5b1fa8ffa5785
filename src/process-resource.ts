import { basename } from 'node:path';
import { diag } from '@opentelemetry/api';
import type { RecordedSpan } from '../exporters/span-types.js';
import { PACKAGE } from './model/package-info.js';

/**
 * The resource of spans that no SDK has made: what the environment says of this process. Source: OpenTelemetry's
 * "Resource SDK", by which a tracer that is not OpenTelemetry's own gives its own name.
 */
export function processResource(env: NodeJS.ProcessEnv = process.env): RecordedSpan['resource'] {
  const service = env['OTEL_SERVICE_NAME']?.trim();
  return {
    attributes: {
      'service.name': `unknown_service:${basename(process.argv0)}`,
      'telemetry.sdk.language': 'nodejs',
      'telemetry.sdk.name': PACKAGE.name,
      'telemetry.sdk.version': PACKAGE.version,
      ...attributesOf(env['OTEL_RESOURCE_ATTRIBUTES'] ?? ''),
      ...(service ? { 'service.name': service } : {}),
    },
  };
}

/** `key=value,key=value`, percent-encoded; where a part of it is wrong, nothing of it counts, as the source has it. */
function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const pair of text.split(',')) {
    if (pair.trim() === '') continue;
    const [key = '', value, ...more] = pair.split('=').map(decode);
    if (key === '' || value === undefined || more.length > 0) {
      diag.warn(
        `callmonitor: OTEL_RESOURCE_ATTRIBUTES is passed over: expected key=value, percent-encoded, got ${pair}`,
      );
      return {};
    }
    attributes[key] = value;
  }
  return attributes;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return undefined;
  }
}
