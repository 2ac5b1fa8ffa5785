import type { FindHandle } from './file-runtimes.js';

/** The name by which transformed code reaches us, in whatever scope it stands. */
const NAME = '__callmonitor__';

type Global = Record<typeof NAME, FindHandle | undefined>;

/**
 * Has transformed code find its file's handle here, and where it is not known in what was there before: another copy
 * of this package, say. Not enumerable, as the language's own globals are not.
 * @returns what ends it
 */
export function installGlobalHandle(find: FindHandle): () => void {
  const scope = globalThis as unknown as Global;
  const before = scope[NAME];
  const own: FindHandle = (url, description) =>
    find(url, description) ?? before?.(url, description) ?? ((_, value) => value);
  Object.defineProperty(scope, NAME, { value: own, configurable: true, writable: true, enumerable: false });
  return () => {
    if (scope[NAME] === own) Reflect.deleteProperty(scope, NAME);
  };
}
