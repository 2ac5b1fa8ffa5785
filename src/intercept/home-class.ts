import { apply, functionToString, getOwnPropertyDescriptor, getPrototypeOf } from '../capture/intrinsics.js';
import { nameOf, readData } from '../capture/own-data.js';
import { originalOf } from '../model/originals.js';

/** What a decorator knows of a member of a class. */
export interface MemberOfClass {
  readonly name: string | symbol;
  /** Such a member is no property. */
  readonly private?: boolean;
}

/** The name of the class that declares a member: not the receiver's own, if that is of a subclass. */
export function homeOf(receiver: unknown, { name, private: isPrivate }: MemberOfClass, fn: object): string {
  if ((typeof receiver !== 'object' && typeof receiver !== 'function') || receiver === null) return '';
  const isHome = isPrivate
    ? (at: object) => containsSource(at, fn)
    : (at: object) => holdsMember(at, name, fn);
  let at: object | null = receiver;
  while (at !== null && !isHome(at)) at = getPrototypeOf(at);
  return classNameOf(at ?? receiver);
}

/** The name of a class, or of the one that a prototype or instance belongs to. */
export function classNameOf(object: object): string {
  return nameOf(typeof object === 'function' ? object : readData(object, 'constructor'));
}

function holdsMember(at: object, name: string | symbol, fn: object): boolean {
  const { value, get, set } = getOwnPropertyDescriptor(at, name) ?? {};
  return [value, get, set].some((member) => typeof member === 'function' && originalOf(member) === fn);
}

/** Whether the class's source has the function in it. */
function containsSource(at: object, fn: object): boolean {
  const owner: unknown = typeof at === 'function' ? at : getOwnPropertyDescriptor(at, 'constructor')?.value;
  if (typeof owner !== 'function') return false;
  const source: string = apply(functionToString, originalOf(owner) ?? owner, []);
  return source.includes(apply(functionToString, fn, []));
}
