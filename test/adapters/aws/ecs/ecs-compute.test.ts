import { openCloud, orderFor } from '../../cloud-fixture.ts';
import { describeCompute } from '../../compute.contract.ts';
import { EmulatedEcs } from './emulated-ecs.ts';

const IMAGES = {
  good: 'govlab/job-ingest:v1',
  better: 'govlab/job-ingest:v3',
  broken: 'govlab/job-ingest:v2',
} as const;

const opened: EmulatedEcs[] = [];
afterEach(() => Promise.all(opened.splice(0).map((ecs) => ecs.close())));

describeCompute('ECS', async () => {
  const world = openCloud();
  const ecs = await EmulatedEcs.open(world);
  opened.push(ecs);
  return {
    compute: ecs.compute,
    pass: world.pass,
    order: (image, change = {}) => orderFor({ image: IMAGES[image], ...change }),
  };
});
