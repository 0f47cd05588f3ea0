import type { IConstruct } from 'constructs';
import * as z from 'zod';
import { Name } from '../core/contract/primitives.ts';
import { HealthCheck } from '../core/contract/service-spec.ts';
import { FARGATE_MEMORY_MIB } from '../core/contract/task-size.ts';
import { nearest } from '../core/nearest.ts';

/** `-c key=value` hands over text, cdk.json a value of its own: both are read alike. */
const list = z.preprocess((value) => (typeof value === 'string' ? split(value) : value), z.array(z.string()));
const json = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (typeof value === 'string' ? jsonOf(value) : value), schema);
const yesOrNo = z.union([z.boolean(), z.stringbool()]);
const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const LARGEST_CPU = Math.max(...FARGATE_MEMORY_MIB.keys());
const LARGEST_MEMORY = Math.max(...[...FARGATE_MEMORY_MIB.values()].flat());

/** The days that CloudWatch Logs can keep a line. Source: CloudWatch Logs API reference, PutRetentionPolicy. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
];

/** A host name that is no address. Source: RFC 1123, 2.1. */
const HOST = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

const PublicService = z
  .strictObject({
    host: z.string().regex(HOST, 'use a host name in lower case such as grants.example.gov'),
    healthPath: HealthCheck.unwrap().shape.path,
  })
  .readonly();

/** Every key of `cdk.json`'s context, or of `-c key=value`, that is ours. Each has a default that works. */
const Keys = z.strictObject({
  /** The environment's name: part of every name, alarm and tag. Several live side by side in one account. */
  environment: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,14}[a-z0-9]$/, 'use 2 to 16 lower-case letters, digits and hyphens')
    .default('dev'),
  /** The account and region to deploy to; left out, those of the credentials in use. */
  account: z
    .string()
    .regex(/^\d{12}$/, 'use the 12 digits of an AWS account')
    .optional(),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'use a region such as us-east-1')
    .optional(),
  /** The IANA zone in which a local time such as "Friday 18:00" is meant. */
  timeZone: z.string().refine(isTimeZone, 'use a time zone such as Europe/Berlin').default('UTC'),
  /** An existing VPC and its private subnets, comma-separated; left out, a VPC is made. */
  vpcId: z
    .string()
    .regex(/^vpc-[0-9a-f]+$/, 'use the id of a VPC')
    .optional(),
  subnetIds: list.optional(),
  /**
   * JSON: name of a service -> the host that the public calls it by, and the path where it says that it is well. None: no
   * load balancer. An existing VPC names its public subnets as well.
   */
  publicServices: json(z.record(Name, PublicService)).default({}),
  publicSubnetIds: list.optional(),
  /** The certificate of those hosts, in the region itself, and a web ACL (scope REGIONAL) before them. */
  publicCertificateArn: z.string().startsWith('arn:').optional(),
  publicWebAclArn: z.string().startsWith('arn:').optional(),
  /** JSON: key id -> Ed25519 public key of the Governance Layer, PEM (SPKI). */
  governanceKeys: json(z.record(z.string(), z.string())).default({}),
  /** The image that runs beside every task and keeps its policies; left out, tasks run without it. */
  policyAgentImage: z.string().optional(),
  /** What this agent verifies policies by: the public half of the key `BundleKeyArn`, PEM. */
  policyBundleKey: z
    .string()
    .startsWith(
      '-----BEGIN PUBLIC KEY-----',
      'use the public key in PEM, see docs/deploy.md, "Policies beside tasks"',
    )
    .optional(),
  /** The policies that this agent fetches, comma-separated. */
  policyBundles: list.default([]),
  /** The largest task that anyone may run. Tasks above it are denied by IAM. */
  maxTaskCpuUnits: count(256, LARGEST_CPU).default(4_096),
  maxTaskMemoryMiB: count(512, LARGEST_MEMORY).default(30_720),
  /** Requests a second that the HTTP API takes from everybody together, and in a burst. */
  requestsPerSec: count(1, 10_000).default(200),
  requestBurst: count(1, 5_000).default(400),
  /** How long logs are kept. */
  logRetentionDays: count(1, 2_557)
    .refine((days) => RETENTION_DAYS.includes(days), `use one of ${RETENTION_DAYS.join(', ')}`)
    .default(90),
  /** How long nobody, not even the account's owner, can delete an audit anchor. */
  anchorRetentionDays: count(1, 3_650).default(365),
  /** Who is told of alarms by mail. */
  alarmEmail: z.email().optional(),
  /** Tags every resource, so that the bill shows what the environment costs. */
  costCenter: z.string().min(1).max(256).default('hms-ops'),
  /** The page with its distribution; without it the API alone is deployed. */
  dashboard: yesOrNo.default(true),
  /** Two-letter codes of countries that the page and its API are not served to. */
  blockedCountries: list.default(['CU', 'IR', 'KP', 'SY']),
  /** The page's own name and its certificate in us-east-1; left out, the name is CloudFront's. */
  domainName: z.string().optional(),
  certificateArn: z.string().startsWith('arn:').optional(),
  /** A web ACL (scope CLOUDFRONT) before the page. */
  webAclArn: z.string().startsWith('arn:').optional(),
});

/** The environment's own choices, as read from the context of the CDK. */
export type OpsContext = Readonly<z.infer<typeof Keys>>;

/**
 * The choices in the context of `scope`. The CDK's own keys hold a `:`, `/`, `@` or `-` and are not ours.
 * @throws Error that names the key, and what was probably meant, when one is unknown or has an impossible value.
 */
export function readContext(scope: IConstruct): OpsContext {
  const ours = Object.entries<unknown>(scope.node.getAllContext()).filter(([key]) =>
    /^[A-Za-z0-9]+$/.test(key),
  );
  const unknown = ours.map(([key]) => key).filter((key) => !(key in Keys.shape));
  if (unknown.length > 0) throw new Error(unknown.map(unknownKey).join('\n'));
  const parsed = Keys.safeParse(Object.fromEntries(ours));
  if (!parsed.success) throw new Error(parsed.error.issues.map(problem).join('\n'));
  return together(parsed.data);
}

/** Choices that only mean something together. */
function together(context: OpsContext): OpsContext {
  for (const [one, other] of [
    ['vpcId', 'subnetIds'],
    ['domainName', 'certificateArn'],
    ['policyAgentImage', 'policyBundleKey'],
  ] as const) {
    if ((context[one] === undefined) !== (context[other] === undefined))
      throw new Error(`The context keys ${one} and ${other} are given together or not at all.`);
  }
  const isPublic = Object.keys(context.publicServices).length > 0;
  if (isPublic && context.publicCertificateArn === undefined)
    throw new Error(
      'The context key publicServices needs publicCertificateArn: the public calls over TLS only.',
    );
  if (isPublic && context.vpcId !== undefined && context.publicSubnetIds === undefined)
    throw new Error('The context key publicServices needs publicSubnetIds in a VPC that exists.');
  return context;
}

function unknownKey(key: string): string {
  const known = Object.keys(Keys.shape);
  const meant = nearest(key, known);
  const hint = meant ? `Did you mean ${meant}?` : `Known are ${known.sort().join(', ')}.`;
  return `The context key ${key} is unknown. ${hint}`;
}

function problem({ path, message }: z.core.$ZodIssue): string {
  return `The context key ${path.join('.')} cannot be used: ${message}.`;
}

function split(value: string): readonly string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
