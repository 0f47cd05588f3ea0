import type { TaskRunnerUnderTest } from './task-runner.contract.ts';

/** Images of the simulated cloud by how they go as a job's task. */
export const TASK_IMAGES: TaskRunnerUnderTest['images'] = {
  succeeds: 'govlab/train-recommender:v1',
  crashes: 'govlab/train-recommender:v2-crash',
  'needs memory': 'govlab/train-recommender:v3-oom',
  'loses its host': 'govlab/train-recommender:v5-host',
  'is not there': 'elsewhere/thing:v9',
  'is endless': 'govlab/train-recommender:v4-endless',
};
