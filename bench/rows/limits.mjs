import { join } from 'node:path';
import { BYTES } from '../workloads/w3.mjs';

/** What `limits.c` does without a program around it. `sizes`: the bytes of a call's two descriptors. */
export default [
  {
    name: 'C: mkdir, two files per call',
    isOnDisk: true,
    workloads: ['w1'],
    maxCalls: 5_000,
    command: (folder, calls, { input, output }) => ['tree', join(folder, 'tree'), calls, input, output],
  },
  {
    name: 'C: one write per line',
    isOnDisk: true,
    workloads: ['w1'],
    maxCalls: 200_000,
    command: (folder, calls, { input, output }) => ['lines', join(folder, 'lines'), calls, input, output],
  },
  {
    name: 'C: one write of the 8 MB',
    isOnDisk: true,
    workloads: ['w3'],
    maxCalls: 10,
    command: (folder, calls) => ['raw', join(folder, 'raw'), calls, BYTES],
  },
];
