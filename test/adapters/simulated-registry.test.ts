import { SimulatedRegistry, SimulatedSecrets } from '../../adapters/embedded/cloud/simulated-registry.ts';
import { describeImageRegistry } from './image-registry.contract.ts';
import { describeSecrets } from './secrets.contract.ts';

describeImageRegistry('the simulated registry', async () => ({
  registry: new SimulatedRegistry(),
  unknown: 'govlab/job-ingest:v2',
}));

describeSecrets('the simulated secrets', async () => ({
  secrets: new SimulatedSecrets(),
  arn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:portal/db-AbCdEf',
}));
