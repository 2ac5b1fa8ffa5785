type Replace = (key: string, value: unknown) => unknown;

/** What is being written: what is left of its items, and how it ends. */
interface OpenValue {
  readonly items: Iterator<readonly [key: string, value: unknown]>;
  readonly isArray: boolean;
  isEmpty: boolean;
}

/**
 * JSON text of plain data, however deep: `JSON.stringify` ends at some thousand levels. What is so deep is not indented.
 * @param replace as that of `JSON.stringify`
 */
export function jsonOf(value: unknown, replace?: Replace, indent?: number): string {
  try {
    return JSON.stringify(value, replace, indent);
  } catch (error) {
    if (error instanceof RangeError) return deepJson(value, replace ?? ((_, each) => each));
    throw error;
  }
}

function deepJson(value: unknown, replace: Replace): string {
  const texts: string[] = [];
  const open: OpenValue[] = [];
  const write = (each: unknown) => {
    if (typeof each === 'object' && each !== null) texts.push(openWith(each, open));
    else texts.push(JSON.stringify(each));
  };
  write(replace('', value));
  for (let within = open.at(-1); within !== undefined; within = open.at(-1)) {
    const { done, value: item } = within.items.next();
    if (done === true) {
      texts.push(within.isArray ? ']' : '}');
      open.pop();
      continue;
    }
    const [key, before] = item;
    const after = replace(key, before);
    if (after === undefined && !within.isArray) continue;
    if (!within.isEmpty) texts.push(',');
    within.isEmpty = false;
    if (!within.isArray) texts.push(`${JSON.stringify(key)}:`);
    write(after ?? null);
  }
  return texts.join('');
}

/** Returns how the value begins. */
function openWith(value: object, open: OpenValue[]): string {
  const isArray = Array.isArray(value);
  open.push({ items: Object.entries(value)[Symbol.iterator](), isArray, isEmpty: true });
  return isArray ? '[' : '{';
}
