import { basename } from 'node:path';
import { readMetadata } from '../database/metadata.js';
import { chooseDatabases } from './choose-databases.js';

/** Two databases of the same thread or rank in two runs; one is missing where only one run has it. */
export interface DatabasePair {
  /** `tid=3`; empty where the process had one thread only. */
  readonly tag: string;
  readonly first: string | undefined;
  readonly second: string | undefined;
}

/**
 * The databases of two runs, each a database or a folder of several, matched by the tags of their threads; several of
 * one tag in natural order.
 * @throws DatabaseNotFoundError where there is none
 */
export function pairDatabases(first: string, second: string): DatabasePair[] {
  const [before, after] = [first, second].map((path) => chooseDatabases(path).roots);
  const [one, other] = [before?.[0], after?.[0]];
  if (before?.length === 1 && after?.length === 1) return [{ tag: '', first: one, second: other }];
  const [tagged, otherTagged] = [byTag(before ?? []), byTag(after ?? [])];
  const tags = [...new Set([...tagged.keys(), ...otherTagged.keys()])];
  return tags.map((tag) => ({ tag, first: tagged.get(tag), second: otherTagged.get(tag) }));
}

function byTag(roots: readonly string[]): Map<string, string> {
  const tagged = new Map<string, string>();
  for (const root of roots) {
    const tag = tagOf(root);
    let count = 1;
    while (tagged.has(count === 1 ? tag : `${tag}#${count}`)) count++;
    tagged.set(count === 1 ? tag : `${tag}#${count}`, root);
  }
  return tagged;
}

function tagOf(root: string): string {
  const tid = readMetadata(root)?.process.tid ?? /-tid=(.+?)(?:-\d+)?$/.exec(basename(root))?.[1];
  return tid === undefined ? 'main' : `tid=${tid}`;
}
