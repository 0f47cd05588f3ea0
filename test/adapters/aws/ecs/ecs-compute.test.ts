import { orderFor } from '../../cloud-fixture.ts';
import { describeCompute } from '../../compute.contract.ts';
import { emulatedPerTest } from './emulated-ecs.ts';

const IMAGES = {
  good: 'govlab/job-ingest:v1',
  better: 'govlab/job-ingest:v3',
  broken: 'govlab/job-ingest:v2',
} as const;

const open = emulatedPerTest();

describeCompute('ECS', async () => {
  const { ecs, pass } = await open();
  return {
    compute: ecs.compute,
    pass,
    order: (image, change = {}) => orderFor({ image: IMAGES[image], ...change }),
  };
});
