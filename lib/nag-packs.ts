import type { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks, type NagPack, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';

/** The packs of rules that every stack is checked by, each time the stacks are put together. */
export function nagPacks(app: App): readonly NagPack[] {
  return [new AwsSolutionsChecks(app), new ServerlessChecks(app), new NIST80053R5Checks(app)];
}

/** What people call these packs. */
export const NAG_PACKS = ['AwsSolutions', 'Serverless', 'NIST 800-53 r5'] as const;
