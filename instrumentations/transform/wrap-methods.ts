import type { AnyNode, ObjectExpression, Property } from 'acorn';
import type { FileWork } from './file-work.js';
import { literalKeyText } from './own-name.js';
import type { FunctionTraits } from './scope.js';
import { functionName, type Path, plainKey } from './site-name.js';
import type { MethodSite } from './transformed-file.js';
import { wrapComputedProperty, wrapObject } from './wrap-functions.js';

/** The methods of object literals. Getters and setters are left alone. */
export class MethodWrapper {
  readonly #work: FileWork;
  /** Methods that are replaced when the literal is made. */
  readonly #later = new Map<ObjectExpression, MethodSite[]>();

  constructor(work: FileWork) {
    this.#work = work;
  }

  /** A method whose function is at the end of the path. */
  wrap(path: Path, property: Property, traits: FunctionTraits): void {
    const work = this.#work;
    const key = literalKeyText(property.key, work.text);
    const needsHome = traits.usesSuper || traits.hasEval;
    if (property.computed ? needsHome : key === 'dynamic') return;
    const selected = work.select(functionName(path, work.text), property.start);
    if (selected === undefined) return;
    if (property.computed) return wrapComputedProperty(work, property, selected);
    if (needsHome) {
      const site = {
        ...selected,
        key: plainKey(property.key) ?? '',
        isStatic: false,
        kind: 'method',
      } as const;
      return this.#wrapLater(path[path.length - 3], property, site);
    }
    if (key === 'dynamic') return;
    // An object literal's `{f:…}` and `.f` around a function are the method's, and its key, as well.
    const open = `${key.before.slice(1)}${work.openFunction(selected)}{`;
    work.edits.wrap(property, open, `${key.after})`);
  }

  /** An object literal at the end of the path, when its methods have been seen. */
  finish(path: Path, node: ObjectExpression): void {
    const methods = this.#later.get(node);
    if (methods === undefined || !this.#work.edits.canInsert(node.start)) return;
    wrapObject(this.#work, path, node, this.#work.open({ kind: 'object', methods }));
  }

  /** `super` means the literal in which the method stands: it must stay there. */
  #wrapLater(owner: AnyNode | undefined, property: Property, site: MethodSite): void {
    if (owner?.type !== 'ObjectExpression' || mayBeOverwritten(owner, property, site.key)) return;
    this.#later.set(owner, [...(this.#later.get(owner) ?? []), site]);
  }
}

/** Whether a later part of the literal has the same key, or one that is not known. */
function mayBeOverwritten({ properties }: ObjectExpression, property: Property, key: unknown): boolean {
  return properties
    .slice(properties.indexOf(property) + 1)
    .some((later) => later.type === 'SpreadElement' || later.computed || plainKey(later.key) === key);
}
