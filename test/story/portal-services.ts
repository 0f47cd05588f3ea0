import type { ServiceSpecInput } from '../../core/contract/service-spec.ts';

/** The program of the story. Its budget is $250 a month. */
export const PROGRAM = 'job-training-grant';

export const JOB_INGEST: ServiceSpecInput = {
  name: 'job-ingest',
  image: 'govlab/job-ingest:v1',
  cpuUnits: 512,
  memoryMiB: 1024,
  replicas: { min: 2, max: 4 },
  program: PROGRAM,
  owner: 'dev',
};

export const AI_RECOMMENDER: ServiceSpecInput = {
  name: 'ai-recommender',
  image: 'govlab/ai-recommender:v1',
  cpuUnits: 1024,
  memoryMiB: 4096,
  replicas: { min: 2, max: 4 },
  program: PROGRAM,
  owner: 'dev',
  dependsOn: ['job-ingest'],
};
