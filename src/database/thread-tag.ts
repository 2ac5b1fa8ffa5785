import cluster from 'node:cluster';
import { isMainThread, threadId } from 'node:worker_threads';

/** Rank and size of the world, as launchers of parallel programs tell them (Open MPI, MPICH, PMIx, Slurm). */
const LAUNCHERS = [
  ['OMPI_COMM_WORLD_RANK', 'OMPI_COMM_WORLD_SIZE'],
  ['PMI_RANK', 'PMI_SIZE'],
  ['PMIX_RANK', 'PMIX_SIZE'],
  ['SLURM_PROCID', 'SLURM_NTASKS'],
] as const;

/**
 * What tells this thread's database from those of its siblings: the id that the program set, a worker thread's id,
 * a cluster worker's, the rank in a world larger than one. `undefined` for the main thread of an ordinary process.
 */
export function findThreadTag(chosen: string | undefined): string | undefined {
  if (chosen !== undefined) return chosen;
  if (!isMainThread) return String(threadId);
  return cluster.worker === undefined ? launcherRank(process.env) : String(cluster.worker.id);
}

function launcherRank(env: NodeJS.ProcessEnv): string | undefined {
  const found = LAUNCHERS.find(([rank]) => isNumber(env[rank]));
  if (found === undefined) return undefined;
  // Not every launcher says how large the world is; then another may, and otherwise a rank says that it has several.
  const size = [found, ...LAUNCHERS].map(([, name]) => env[name]).find(isNumber);
  return size === undefined || Number(size) > 1 ? env[found[0]] : undefined;
}

function isNumber(text: string | undefined): boolean {
  return text !== undefined && /^\d+$/.test(text);
}
