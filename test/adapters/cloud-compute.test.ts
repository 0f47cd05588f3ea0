import { openCloud, orderFor } from './cloud-fixture.ts';
import { describeCompute } from './compute.contract.ts';

const IMAGES = {
  good: 'govlab/job-ingest:v1',
  better: 'govlab/job-ingest:v3',
  broken: 'govlab/job-ingest:v2',
} as const;

describeCompute('the simulated cloud', async () => {
  const { cloud, pass } = openCloud();
  return {
    compute: cloud.compute,
    pass,
    order: (image, change = {}) => orderFor({ image: IMAGES[image], ...change }),
  };
});
