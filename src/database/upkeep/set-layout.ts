import { join } from 'node:path';
import { jsonOf } from '../../model/json-of.js';
import type { Examined } from './examine.js';
import { writeInPlaceOf } from './file-writer.js';

/** Has `db.json` say the layout; all else in it stays. */
export function setLayout({ root, summary }: Examined, layout: 'folders' | 'packed'): void {
  if (summary.json === undefined || summary.json['layout'] === layout) return;
  const text = `${jsonOf({ ...summary.json, layout }, undefined, 2)}\n`;
  writeInPlaceOf(join(root, 'db.json'), (writer) => writer.write(Buffer.from(text)));
}
