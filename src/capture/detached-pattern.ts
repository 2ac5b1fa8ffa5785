import { runInNewContext } from 'node:vm';

type Compile = (source: string, flags: string) => (text: string) => boolean;

const COMPILE = `(source, flags) => {
  const pattern = new RegExp(source, flags);
  const exec = RegExp.prototype.exec.bind(pattern);
  return (text) => exec(text) !== null;
}`;

let compile: Compile | undefined;

/**
 * A regular expression that leaves no trace: every search changes `RegExp.$1` and its like, which the watched
 * program may be about to read, but only in the realm whose search it is. So it is compiled in one of our own.
 */
export function detachedPattern({ source, flags }: RegExp): (text: string) => boolean {
  compile ??= runInNewContext(COMPILE) as Compile;
  return compile(source, flags);
}
