import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The bytes of a call's array in a new file, by one `fs.writeSync`: the measure of W3. */
export default {
  name: 'fs.writeSync of the 8 MB',
  isOnDisk: true,
  workloads: ['w3'],
  start(folder) {
    let calls = 0;
    return {
      wrap: (fn) => (values) => {
        const file = openSync(join(folder, `${++calls}.bin`), 'wx');
        writeSync(file, values);
        closeSync(file);
        return fn(values);
      },
    };
  },
};
