import type { AnyNode, ObjectExpression, Property } from 'acorn';
import type { FileWork } from './file-work.js';
import { literalKeyText } from './own-name.js';
import type { FunctionTraits } from './scope.js';
import { functionName, type Path, plainKey } from './site-name.js';
import type { MethodSite, Selected } from './transformed-file.js';
import { wrapObject, wrapProperty } from './wrap-functions.js';

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
    const key = property.computed ? 'dynamic' : literalKeyText(property.key, work.text);
    const needsHome = traits.usesSuper || traits.hasEval;
    if (key === 'dynamic' && needsHome) return;
    const selected = work.select(functionName(path, work.text), property.start);
    if (selected === undefined) return;
    if (key === 'dynamic') return wrapProperty(work, property, selected);
    if (needsHome) return this.#wrapLater(path[path.length - 3], property, selected);
    // The `{f:…}` and `.f` that name a function are the method's key, and how it is taken out of its literal, as well.
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
  #wrapLater(owner: AnyNode | undefined, property: Property, selected: Selected): void {
    const key = plainKey(property.key) ?? '';
    if (owner?.type !== 'ObjectExpression' || mayBeOverwritten(owner, property, key)) return;
    const site: MethodSite = { ...selected, key, isStatic: false, kind: 'method' };
    this.#later.set(owner, [...(this.#later.get(owner) ?? []), site]);
  }
}

/** Whether a later part of the literal has the same key, or one that is not known. */
function mayBeOverwritten({ properties }: ObjectExpression, property: Property, key: string): boolean {
  return properties
    .slice(properties.indexOf(property) + 1)
    .some((later) => later.type === 'SpreadElement' || later.computed || plainKey(later.key) === key);
}
