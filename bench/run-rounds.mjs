import { join } from 'node:path';
import { measure } from './measure.mjs';
import { Results } from './results.mjs';

/**
 * Does the tasks in rounds, each task once a round, so that what disturbs the machine for a while disturbs all alike.
 * `context`: `{ root, limits, sizes, maxMs, onProgress }`.
 */
export async function runRounds(tasks, { root, onProgress, ...context }) {
  const results = new Results();
  const total = tasks.reduce((sum, { rounds }) => sum + rounds, 0);
  let done = 0;
  for (let round = 0; round < Math.max(...tasks.map(({ rounds }) => rounds)); round++) {
    for (const task of tasks.filter(({ rounds }) => round < rounds)) {
      onProgress(`${++done}/${total} ${task.row.name}, ${task.workload}`);
      results.add(task, await measureTask(task, { ...context, folder: join(root, `run-${done}`) }));
    }
  }
  return results;
}

async function measureTask({ row, workload, mode }, context) {
  return measure(row, workload, { ...context, isGentle: mode === 'gentle', isMemory: mode === 'memory' });
}
