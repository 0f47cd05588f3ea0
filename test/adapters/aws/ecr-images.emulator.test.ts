import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  ECRClient,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { openEcrImages } from '../../../adapters/aws/ecr-images.ts';
import { describeImageRegistry } from '../image-registry.contract.ts';

const ecr = new ECRClient({});
const repositoryName = 'govlab/job-ingest';

describeImageRegistry('ECR', async () => {
  const { repository } = await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  for (const imageTag of ['v1', 'v3']) {
    const imageManifest = JSON.stringify({ tag: imageTag });
    await ecr.send(new PutImageCommand({ repositoryName, imageTag, imageManifest }));
  }
  const account = repository?.registryId ?? '';
  const registry = openEcrImages({ account, region: await ecr.config.region() });
  return { registry, unknown: 'docker.io/govlab/job-ingest:v1' };
});

afterAll(() => ecr.send(new DeleteRepositoryCommand({ repositoryName, force: true })));
