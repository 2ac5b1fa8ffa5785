import { loadMiddlePackage } from './middle-packages.js';

/** Called with what a package exports, when it is loaded; gives what it is to export instead. */
type OnLoad = (exports: unknown) => unknown;
type Hook = new (
  modules: readonly string[],
  options: { readonly internals: boolean },
  onLoad: OnLoad,
) => unknown;

/**
 * Has `onLoad` called when a package is required, or imported after `registerImportHook`. By hooks of our own: the one
 * that all instrumentations share counts every module from then on as seen, and those that come later miss it.
 * @param name as it stands in an import: `lodash`, `@scope/pkg`
 */
export function watchPackage(name: string, onLoad: OnLoad): void {
  for (const middle of ['require-in-the-middle', 'import-in-the-middle']) {
    const { Hook } = loadMiddlePackage(middle) as { readonly Hook: Hook };
    new Hook([name], { internals: false }, onLoad);
  }
}
