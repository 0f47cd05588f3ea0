import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FunctionName } from '../../core/contract/functions.ts';
import { CLOCK_VARIABLE } from '../bridge/shifted-clock.ts';
import { FUNCTION_NAMES } from '../deploy/deployed-app.ts';
import type { Variables } from '../deploy/functions.ts';

/** Test-only environment of the deployed functions. */
export type TestVariables = Variables;

/** Functions that live in real time: tokens are issued and run out in it, and connections are made with them. */
const REAL_TIME: readonly FunctionName[] = ['live'];

/** The functions whose clock the test moves. */
export const shiftedFunctions = FUNCTION_NAMES.filter((name) => !REAL_TIME.includes(name));

/** Where the clock stands, and who listens in the place of services: URLs of the test's own. */
export interface TestPlaces {
  readonly clockFile: string;
  /** ECS, and CloudTrail, which tells of calls to it. */
  readonly ecsUrl: string;
  readonly statesUrl: string;
}

/** Preloads the clock, and leads clients of some services to the test's own; both as Node and the SDK document it. */
export function testVariables({ clockFile, ecsUrl, statesUrl }: TestPlaces): TestVariables {
  const preload = pathToFileURL(join(import.meta.dirname, '../virtual-time.mjs')).href;
  return {
    NODE_OPTIONS: `--import=${preload}`,
    [CLOCK_VARIABLE]: clockFile,
    AWS_ENDPOINT_URL_ECS: ecsUrl,
    AWS_ENDPOINT_URL_CLOUDTRAIL: ecsUrl,
    AWS_ENDPOINT_URL_SFN: statesUrl,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
