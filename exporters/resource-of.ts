import type { RecordedSpan } from './span-types.js';

type Resource = RecordedSpan['resource'];

/** A span's resource. One that is still being detected shows what is known of it whenever it is asked. */
export function resourceOf({ resource }: RecordedSpan): Resource {
  if (resource.asyncAttributesPending !== true || resource.getRawAttributes === undefined) return resource;
  return {
    get attributes() {
      return resource.asyncAttributesPending === true ? knownAttributes(resource) : resource.attributes;
    },
  };
}

/** What is known already: asked for its attributes now, an SDK's resource would complain through `diag`. */
function knownAttributes(resource: Resource): Resource['attributes'] {
  const known = resource
    .getRawAttributes?.()
    .filter(([, value]) => value != null && typeof value !== 'object');
  return Object.fromEntries((known ?? []).reverse()); // of several, the first counts
}
