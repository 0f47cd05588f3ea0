import {
  DescribeImagesCommand,
  type DescribeImagesCommandInput,
  ECRClient,
  ECRServiceException,
  ImageNotFoundException,
  RepositoryNotFoundException,
} from '@aws-sdk/client-ecr';
import { mockClient } from 'aws-sdk-client-mock';
import { EcrImages } from '../../../adapters/aws/ecr-images.ts';
import { sha256Hex } from '../../../core/digest.ts';
import { describeImageRegistry } from '../image-registry.contract.ts';

const OWN = '123456789012';
const FRIEND = '210987654321';
const STRANGER = '999999999999';
const hostOf = (account: string, region = 'us-east-1') => `${account}.dkr.ecr.${region}.amazonaws.com`;

const aws = mockClient(ECRClient);
const place = { client: new ECRClient({}), account: OWN, region: 'us-east-1' };
const images = new EcrImages({ ...place, accounts: [FRIEND] });
const digestOf = (tag: string) => `sha256:${sha256Hex(tag)}`;
const TAGS = ['v1', 'v3', 'latest'];
const metadata = { $metadata: {} };

/** Answers as ECR does. Source: Amazon ECR API Reference, DescribeImages. */
function describeImages({ repositoryName = '', imageIds = [] }: DescribeImagesCommandInput) {
  if (repositoryName === 'govlab/secret') throw refusal('AccessDeniedException');
  if (repositoryName !== 'govlab/job-ingest')
    throw new RepositoryNotFoundException({ ...metadata, message: repositoryName });
  const [{ imageTag, imageDigest } = {}] = imageIds;
  const tag = TAGS.find((one) => one === imageTag || digestOf(one) === imageDigest);
  if (tag === undefined) throw new ImageNotFoundException({ ...metadata, message: 'none' });
  return { imageDetails: [{ repositoryName, imageDigest: digestOf(tag), imageTags: [tag] }] };
}

function refusal(name: string) {
  return new ECRServiceException({ ...metadata, name, $fault: 'client', message: name });
}

const asked = () => aws.commandCalls(DescribeImagesCommand).map(({ args }) => args[0].input);

beforeEach(() => {
  aws.reset();
  aws.on(DescribeImagesCommand).callsFake(describeImages);
});

describe('with ECR answering', () => {
  beforeAll(() => {
    aws.on(DescribeImagesCommand).callsFake(describeImages);
  });
  describeImageRegistry('ECR', async () => ({ registry: images, unknown: 'govlab/secret:v1' }));
});

describe('images in ECR', () => {
  it('are asked for once, in the own account when no registry is named', async () => {
    await images.resolve('govlab/job-ingest:v1');
    expect(asked()).toEqual([
      { registryId: OWN, repositoryName: 'govlab/job-ingest', imageIds: [{ imageTag: 'v1' }] },
    ]);
  });

  it('are the latest where no tag is named', async () => {
    expect(await images.resolve('govlab/job-ingest')).toEqual({
      kind: 'resolved',
      image: `govlab/job-ingest@${digestOf('latest')}`,
    });
  });

  it.each([OWN, FRIEND])(
    'are asked for in the registry of account %s, and keep its name',
    async (account) => {
      const image = `${hostOf(account)}/govlab/job-ingest`;
      expect(await images.resolve(`${image}:v1`)).toEqual({
        kind: 'resolved',
        image: `${image}@${digestOf('v1')}`,
      });
      expect(asked()).toMatchObject([{ registryId: account }]);
    },
  );

  it.each([
    `${hostOf(STRANGER)}/govlab/job-ingest:v1`,
    `${hostOf(OWN, 'eu-west-1')}/govlab/job-ingest:v1`,
    `${hostOf(OWN)}.attacker.example/govlab/job-ingest:v1`,
    `x${hostOf(OWN)}/govlab/job-ingest:v1`,
    'docker.io/library/nginx:1.28',
    'public.ecr.aws/nginx/nginx:1.28',
    'registry.example:5000/govlab/job-ingest:v1',
    'localhost/govlab/job-ingest:v1',
    '169.254.169.254/latest/meta-data',
  ])('are not asked for anywhere else: %s', async (image) => {
    expect(await images.resolve(image)).toEqual({ kind: 'unknown' });
    expect(asked()).toEqual([]);
  });

  it('are missing when nothing of them is told', async () => {
    aws.on(DescribeImagesCommand).resolves({ imageDetails: [] });
    expect(await images.resolve('govlab/job-ingest:v1')).toEqual({ kind: 'missing' });
  });

  it('are neither missing nor unknown while ECR does not answer', async () => {
    aws.on(DescribeImagesCommand).rejects(refusal('ThrottlingException'));
    await expect(images.resolve('govlab/job-ingest:v1')).rejects.toMatchObject({
      code: 'platform.unavailable',
      params: { dependency: 'ecr' },
    });
  });
});
