import { damaged, quoted } from './revive-descriptor.js';

/** Where values stand in a line; a pointer to anything else is none of the writer's. */
const ROOTS = new Set(['this', 'args', 'kwargs', 'result', 'error', 'args_after']);
const INDEX = /^(0|[1-9]\d{0,9})$/;

/**
 * What a JSON Pointer (RFC 6901) from a line's root leads to, through the descriptors' own JSON.
 * @throws NotCaptured where it leads nowhere
 */
export function followPointer(root: unknown, pointer: unknown): unknown {
  if (typeof pointer !== 'string' || !pointer.startsWith('/')) throw badPath(pointer);
  const steps = pointer.slice(1).split('/');
  if (!ROOTS.has(steps[0] ?? '')) throw badPath(pointer);
  let at = root;
  for (const step of steps) {
    const key = step.includes('~') ? step.replaceAll('~1', '/').replaceAll('~0', '~') : step;
    if (typeof at !== 'object' || at === null || !hasStep(at, key)) throw badPath(pointer);
    at = Reflect.get(at, key);
  }
  return at;
}

function hasStep(container: object, key: string): boolean {
  return Object.hasOwn(container, key) && (!Array.isArray(container) || INDEX.test(key));
}

function badPath(pointer: unknown): unknown {
  return damaged(`a reference to ${quoted(pointer)}, where nothing stands`);
}
