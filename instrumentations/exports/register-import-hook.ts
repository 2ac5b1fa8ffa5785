import module from 'node:module';
import { makeImportHook } from './import-hook.js';

/** As Node has it where hooks may run on this thread; not in the types of Node 20. */
type RegisterHooks = (hooks: { readonly resolve: Resolve; readonly load: unknown }) => void;
type Resolve = (specifier: string, context: ResolveContext, next: Resolve) => unknown;

interface ResolveContext {
  readonly conditions?: readonly string[];
}

const registered = new Set<string>();
let registrations = 0;

/**
 * Has `import` of these modules, and of no others, be seen by instrumentations from now on. A module that was asked
 * for before is not registered again, and hooks that others have registered stay as they are.
 * @param specifiers as they stand in imports: `lodash`, `@scope/pkg`
 */
export function registerImportHook(specifiers: Iterable<string>): void {
  const include = [...specifiers].filter((specifier) => !registered.has(specifier));
  if (include.length === 0) return;
  for (const specifier of include) registered.add(specifier);
  if (hasSyncHooks()) {
    const { resolveSync, loadSync: load } = makeImportHook(include);
    const resolve = ofImports(resolveSync as Resolve);
    (module as unknown as { registerHooks: RegisterHooks }).registerHooks({ resolve, load });
  } else {
    module.register(`./import-hook-thread.js?${++registrations}`, import.meta.url, { data: include });
  }
}

/**
 * Node asks these hooks about `require`, too, of which other patches take care; Node 22 does not find its own modules
 * then, as `import-in-the-middle` names them.
 */
function ofImports(resolve: Resolve): Resolve {
  return (specifier, context, next) =>
    context.conditions?.includes('require')
      ? next(specifier, context, next)
      : resolve(specifier, context, next);
}

/**
 * Whether `registerHooks` takes what `import-in-the-middle` returns, as its own `supportsSyncHooks` says: from
 * 22.22.3, 24.11.1 and 25.1.0.
 */
function hasSyncHooks(): boolean {
  const [major = 0, minor = 0, patch = 0] = process.versions.node.split('.').map(Number);
  if (major === 22) return minor > 22 || (minor === 22 && patch >= 3);
  if (major === 24) return minor > 11 || (minor === 11 && patch >= 1);
  return major === 25 ? minor >= 1 : major > 25;
}
