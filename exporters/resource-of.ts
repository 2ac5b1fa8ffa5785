import { SafeWeakMap } from '../src/model/safe-collections.js';
import type { RecordedSpan } from './span-types.js';

type Resource = RecordedSpan['resource'];

/** What stands for a resource that is still being detected: always the same, so that two spans' can be compared. */
const pending = new SafeWeakMap<Resource, Resource>();

/** A span's resource. One that is still being detected shows what is known of it whenever it is asked. */
export function resourceOf({ resource }: RecordedSpan): Resource {
  const isComplete = resource.asyncAttributesPending !== true || resource.getRawAttributes === undefined;
  if (isComplete) return pending.get(resource) ?? resource;
  const known = pending.get(resource) ?? asFarAsKnown(resource);
  pending.set(resource, known);
  return known;
}

function asFarAsKnown(resource: Resource): Resource {
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
