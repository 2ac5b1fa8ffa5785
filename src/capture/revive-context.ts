import type { Registry } from '../handlers/registry.js';
import type { JsonObject } from './revive-descriptor.js';
import type { StandInClasses } from './stand-in-classes.js';

/** A class that the reader knows, so that objects recorded under its name get its prototype. */
export interface KnownClass {
  readonly name: string;
  readonly prototype: object;
}

/** Where handlers are found by the name under which their values were written. */
export type HandlerLookup = Pick<Registry, 'byName'>;

/** What a value may need besides its descriptor. */
export interface ReviveContext {
  /** The call's own folder, with the sidecars; `undefined` where there is none. Only asked for sidecars. */
  readonly folder: string | undefined;
  readonly classes: readonly KnownClass[];
  /** Where the prototypes for other classes come from; without them these objects are plain ones. */
  readonly standIns?: StandInClasses | undefined;
  readonly registry: HandlerLookup;
}

/** Makes the values that a container holds. */
export interface Resolver {
  readonly context: ReviveContext;
  /** The value of a descriptor; a container's may still be empty. */
  resolve(descriptor: unknown): unknown;
  /** Puts off what would otherwise recurse: filling a container that was just made. */
  later(fill: () => void): void;
}

/** Makes the value of a descriptor of one `$` kind. @throws NotCaptured, or anything, for a damaged one */
export type Kind = (descriptor: JsonObject, resolver: Resolver) => unknown;
