import type { Class, MethodDefinition } from 'acorn';
import type { FileWork } from './file-work.js';
import { memberName, type Path, plainKey } from './site-name.js';
import type { MethodSite } from './transformed-file.js';

/**
 * The class at the end of the path: a first static block has its methods replaced, which all exist by then, before
 * static fields see them; private ones are reached through a getter that takes their name.
 */
export function interceptClass(work: FileWork, path: Path, node: Class): void {
  const methods: MethodSite[] = [];
  const keys: string[] = [];
  let text = '';
  for (const member of node.body.body) {
    if (member.type !== 'MethodDefinition' || member.kind === 'constructor') continue;
    if (member.key.type === 'PrivateIdentifier') text += privateAccessor(work, path, member);
    else addMethod(work, path, member, { methods, keys });
  }
  if (methods.length > 0) text = `${staticBlock(work, methods, keys)}${text}`;
  if (text !== '') work.edits.insert(node.body.start + 1, text);
}

function staticBlock(work: FileWork, methods: MethodSite[], keys: readonly string[]): string {
  const open = work.open({ kind: 'class', methods });
  return `static{${open}this${keys.length > 0 ? `,[${keys}]` : ''})}`;
}

function addMethod(
  work: FileWork,
  path: Path,
  member: MethodDefinition,
  { methods, keys }: { methods: MethodSite[]; keys: string[] },
): void {
  const selected = work.select(memberName(path, member, work.text), member.start);
  if (selected === undefined || member.kind === 'constructor') return;
  const key = member.computed ? keys.length : (plainKey(member.key) ?? '');
  if (member.computed) keys.push(keepKey(work, member.key.start));
  methods.push({ ...selected, key, isStatic: member.static, kind: member.kind });
}

/** The code keeps what a computed key evaluates to. */
function keepKey(work: FileWork, start: number): string {
  const key = work.newKey();
  work.edits.insert(start, `${key}=`);
  return key;
}

/** A private method gets another name, and a getter its old one: calls, `#m in object` and `super` stay as they are. */
function privateAccessor(work: FileWork, path: Path, member: MethodDefinition): string {
  if (member.kind !== 'method' || member.key.type !== 'PrivateIdentifier') return '';
  const selected = work.select(memberName(path, member, work.text), member.start);
  if (selected === undefined) return '';
  const { start, end, name } = member.key;
  const source = work.text.slice(start, end);
  work.edits.extendName(end);
  const open = work.openFunction(selected, { ownName: `#${name}` });
  return `${member.static ? 'static ' : ''}get ${source}(){return ${open}this.${source}${work.handle})}`;
}
