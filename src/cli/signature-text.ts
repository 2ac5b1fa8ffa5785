import { inspect } from 'node:util';
import type { ArgSpec, DefaultValue } from '../model/argspec.js';
import { safeLine } from '../model/safe-text.js';

/** How a function declares its parameters: `(x, y = 2, ...rest, { n, tol = 1e-6 })`. */
export function signatureText({ args, varargs, kwonlyargs, defaults }: ArgSpec): string {
  const declare = (name: string) => {
    const value = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
    return value === undefined ? name : `${name} = ${defaultText(value)}`;
  };
  const parameters = args.map(declare);
  if (varargs !== null) parameters.push(`...${varargs}`);
  if (kwonlyargs.length > 0) parameters.push(`{ ${kwonlyargs.map(declare).join(', ')} }`);
  return safeLine(`(${parameters.join(', ')})`);
}

function defaultText(value: DefaultValue): string {
  return typeof value === 'object' && value !== null ? value.value : inspect(value);
}
