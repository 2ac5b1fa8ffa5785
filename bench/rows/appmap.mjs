import { cpSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const CONFIG = `name: bench
appmap_dir: appmap
packages:
  - path: workloads
`;

/** Transforms sources, so the workload is loaded from a project of its own. */
export default {
  name: 'appmap-node',
  isOnDisk: true,
  maxCalls: 5_000,
  prepare(folder) {
    writeFileSync(join(folder, 'appmap.yml'), CONFIG);
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    cpSync(new URL('../workloads', import.meta.url), join(folder, 'workloads'), { recursive: true });
    const dist = dirname(createRequire(import.meta.url).resolve('appmap-node'));
    const loader = pathToFileURL(join(dist, 'loader.js')).href;
    return {
      nodeArgs: ['--no-warnings', '--require', join(dist, 'register.js'), '--loader', loader],
      env: { APPMAP_ROOT: folder },
      workloads: pathToFileURL(join(folder, 'workloads/')).href,
    };
  },
  start: () => ({ wrap: (fn) => fn }),
};
