/** The method under which `console.log` finds how an object wants to be shown; typed without Node's own types. */
export const customInspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;
