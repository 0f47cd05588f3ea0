import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import fc from 'fast-check';
import { readDefinition } from '../../../../adapters/aws/ecs/read-definition.ts';
import { registerInput } from '../../../../adapters/aws/ecs/task-definition.ts';
import type { RevisionContent } from '../../../../core/contract/service-spec.ts';
import { contentHashOf } from '../../../../core/fleet/revision.ts';
import { contentFor } from '../../cloud-fixture.ts';
import { FLEET, fleetWith, PLACE } from './fleet.ts';

const CAUSE = { actor: 'dev', changeId: '01JNWW3Z3Z3Z3Z3Z3Z3Z3Z3Z3Z' };
const REGISTRY = `${PLACE.account}.dkr.ecr.${PLACE.region}.amazonaws.com`;

function registered(content: RevisionContent, service = 'portal', fleet = FLEET) {
  return registerInput(fleet, { service, content, contentHash: contentHashOf(content), cause: CAUSE });
}

/** What ECS would describe of what was registered, altered by hand. */
function readBack(
  { tags, ...taskDefinition }: RegisterTaskDefinitionCommandInput,
  altered: object = {},
  by = 'arn:aws:iam::123456789012:user/ana',
) {
  return readDefinition(FLEET, 'portal', {
    taskDefinition: { ...taskDefinition, registeredBy: by, ...altered },
    tags,
  });
}

describe('a task definition', () => {
  it('runs one container on Fargate, named after its service, which others reach by that name', () => {
    const content = contentFor('govlab/portal-web:v1', {
      environment: { MODE: 'live' },
      secrets: { KEY: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:key' },
    });
    expect(registered(content)).toMatchObject({
      family: 'hms-test-portal',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '512',
      memory: '1024',
      executionRoleArn: FLEET.config.executionRole,
      taskRoleArn: FLEET.config.taskRole,
      containerDefinitions: [
        {
          name: 'portal',
          image: `${REGISTRY}/govlab/portal-web:v1`,
          portMappings: [{ containerPort: 8_080, name: 'portal', appProtocol: 'http' }],
          environment: [{ name: 'MODE', value: 'live' }],
          secrets: [{ name: 'KEY', valueFrom: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:key' }],
          healthCheck: { startPeriod: 60, command: ['CMD-SHELL', expect.stringContaining(':8080/healthz')] },
          logConfiguration: {
            logDriver: 'awslogs',
            options: { 'awslogs-group': '/hms/test/tasks', 'awslogs-stream-prefix': 'portal' },
          },
        },
      ],
    });
  });

  it('carries its content, its owner and its cause as tags', () => {
    const content = contentFor('govlab/portal-web:v1');
    expect(Object.fromEntries(registered(content).tags?.map(({ key, value }) => [key, value]) ?? [])).toEqual(
      {
        'hms:managed-by': 'hms-ops',
        'hms:environment': 'test',
        'hms:service': 'portal',
        'hms:content-hash': contentHashOf(content),
        'hms:set-by': 'dev',
        'hms:change': CAUSE.changeId,
      },
    );
  });

  it('reads back as the very content it was made of', () => {
    const names = fc.dictionary(fc.stringMatching(/^[A-Z_]{1,8}$/), fc.string({ maxLength: 20 }), {
      maxKeys: 3,
    });
    const images = fc.constantFrom(
      'a/b:v1',
      'nginx',
      `${REGISTRY}/a/b:v1`,
      'ghcr.io/a/b:v1',
      'localhost:5000/a',
    );
    const contents = fc.record<RevisionContent>({
      image: images,
      cpuUnits: fc.constantFrom(256, 1_024),
      memoryMiB: fc.constantFrom(512, 2_048),
      port: fc.integer({ min: 1, max: 65_535 }),
      healthCheck: fc.record({
        path: fc.stringMatching(/^\/[\w./-]{0,20}$/),
        graceSec: fc.integer({ min: 0, max: 3_600 }),
      }),
      environment: names,
      secrets: names,
    });
    fc.assert(
      fc.property(contents, (content) => {
        expect(readBack(registered(content))).toEqual({
          content,
          contentHash: contentHashOf(content),
          setBy: 'dev',
          isOurs: true,
          isChecked: true,
        });
      }),
    );
  });

  const content = contentFor('govlab/portal-web:v1');
  const input = registered(content);
  const [main] = input.containerDefinitions ?? [];
  const withMain = (change: object) => ({ containerDefinitions: [{ ...main, ...change }] });
  it.each<[string, object, Partial<RevisionContent>]>([
    ['another image', withMain({ image: 'elsewhere.io/x:v1' }), { image: 'elsewhere.io/x:v1' }],
    ['other variables', withMain({ environment: [{ name: 'A', value: '1' }] }), { environment: { A: '1' } }],
    ['another size', { cpu: '1024' }, { cpuUnits: 1_024 }],
    ['no health check', withMain({ healthCheck: undefined, dockerLabels: {} }), {}],
    [
      'another path of the health check',
      withMain({ healthCheck: { command: ['CMD-SHELL', 'curl http://127.0.0.1:8080/up'], startPeriod: 60 } }),
      { healthCheck: { path: '/up', graceSec: 60 } },
    ],
    [
      'another grace',
      withMain({ healthCheck: { ...main?.healthCheck, startPeriod: 5 } }),
      { healthCheck: { path: '/healthz', graceSec: 5 } },
    ],
  ])('made by hand with %s reads as what it is, of whoever registered it', (what, altered, expected) => {
    const seen = readBack(input, altered);
    expect(seen.content).toEqual({ ...content, ...expected });
    expect(seen.contentHash).toBe(contentHashOf({ ...content, ...expected }));
    if (what !== 'no health check')
      expect(seen).toMatchObject({ isOurs: false, setBy: 'arn:aws:iam::123456789012:user/ana' });
  });

  it('without our tag is not run for us, though it holds the same', () => {
    expect(readBack({ ...input, tags: [] })).toMatchObject({
      contentHash: contentHashOf(content),
      isOurs: false,
    });
  });

  it('of a job has neither a port nor a check', () => {
    const job = registered({ ...content, port: 0 }, 'job_train');
    expect(job).toMatchObject({
      family: 'hms-test-job_train',
      tags: expect.arrayContaining([{ key: 'hms:job', value: 'train' }]),
    });
    expect(job.containerDefinitions?.[0]).not.toHaveProperty('portMappings');
    expect(job.containerDefinitions?.[0]).not.toHaveProperty('healthCheck');
  });
});

describe('the policy agent beside a service', () => {
  const agentOf = (more: Parameters<typeof fleetWith>[0], port = 8_080) =>
    registered(contentFor('govlab/portal-web:v1', { port }), 'portal', fleetWith(more))
      .containerDefinitions?.[1];
  const config = {
    policyAgentImage: 'openpolicyagent/opa:1.21.3',
    policyAgentUrl: 'https://abc.execute-api.us-east-1.amazonaws.com/api/v1',
    policyBundles: ['job-training-grant'],
    policyBundleKey: '-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----',
  };

  it('is not there unless the fleet names its image, its address and the key that it verifies by', () => {
    const { policyAgentImage, policyAgentUrl, policyBundleKey } = config;
    expect(agentOf({})).toBeUndefined();
    expect(agentOf({ policyAgentImage, policyAgentUrl })).toBeUndefined();
    expect(agentOf({ policyAgentImage, policyBundleKey })).toBeUndefined();
  });

  it('signs with the role of the task, fetches the bundles and reports on them', () => {
    const agent = agentOf(config);
    expect(agent).toMatchObject({
      name: 'hms-policy-agent',
      essential: false,
      image: config.policyAgentImage,
    });
    expect(agent?.command).toEqual(
      expect.arrayContaining([
        'run',
        '--server',
        `--set=services.hms.url=${config.policyAgentUrl}`,
        '--set=services.hms.credentials.s3_signing.service=execute-api',
        '--set=services.hms.credentials.s3_signing.metadata_credentials.aws_region=us-east-1',
        '--set=bundles.job-training-grant.resource=bundles/job-training-grant',
        '--set=status.service=hms',
        '--set=labels.service=portal',
      ]),
    );
  });

  it('checks signatures as bundles are signed: by that key, for that scope', () => {
    const set = `--set=bundles.job-training-grant.signing`;
    expect(agentOf(config)?.command).toEqual(
      expect.arrayContaining([
        '--set=keys.hms-bundles.algorithm=ES256',
        `--set=keys.hms-bundles.key=${config.policyBundleKey}`,
        `${set}.keyid=hms-bundles`,
        `${set}.scope=read`,
      ]),
    );
  });

  it('is no part of the content', () => {
    const content = contentFor('govlab/portal-web:v1');
    const input = registered(content, 'portal', fleetWith(config));
    expect(readBack(input).contentHash).toBe(contentHashOf(content));
  });
});
