import { type CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';

/**
 * Why a rule of cdk-nag does not hold, each in a sentence. These are all there are: at most ten, and a test counts them.
 */
export const REASONS = {
  noResource:
    'AWS knows no narrower resource for these actions: their conditions, and who holds the role, limit them.',
  laterNames:
    'The names are known only when people make them; the pattern is what this environment alone owns.',
  boundary: 'A boundary grants nothing: it is the most that the roles inside it can be given.',
  sqsMapping:
    'A mapping of an SQS queue takes no destination: what fails stays there and goes to its dead letters.',
  lastQueue:
    'The end of the line for dead letters that people looked at and left; its alarm rings at the first one.',
  oneRegion:
    'The product lives in one region: versions keep what is in this bucket, or a deployment makes it anew.',
  s3Keys:
    'S3 encrypts it with its own keys: access logs can have no others, and the page is what every browser gets.',
  ownersChoice:
    'The owner decides in the context what the public reaches and what stands before it: publicServices, web ACLs, domain, countries.',
  socket:
    'Browsers send their token as a subprotocol, so the function behind verifies it and logs who connects.',
  cdkFunction:
    'The CDK brings this function, which only copies files in a deployment, and chooses its runtime.',
} as const satisfies Readonly<Record<string, string>>;

/** The name of a reason. */
export type Reason = keyof typeof REASONS;

/** What cdk-nag finds where a statement is about every resource. */
export const ANY_RESOURCE = 'AwsSolutions-IAM5[Resource::*]';

/** Records that `findings` of cdk-nag are meant, on this one resource. */
export function acknowledge(resource: CfnResource, reason: Reason, findings: readonly string[]): void {
  for (const id of findings) Validations.of(resource).acknowledge({ id, reason: REASONS[reason] });
}

/** What cdk-nag finds where a statement of `policy` is about the resources of a pattern. */
export function patternFinding(policy: CfnResource, arn: string): string {
  return `AwsSolutions-IAM5[Resource::${flattenCfnReference(Stack.of(policy).resolve(arn))}]`;
}
