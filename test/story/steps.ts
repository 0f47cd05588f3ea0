import type { Step } from './step.ts';
import { receivePolicy } from './steps/step-01-policy.ts';
import { planPortal } from './steps/step-02-plan.ts';
import { deployPortal } from './steps/step-03-deploy.ts';
import { brokenImage } from './steps/step-04-broken-image.ts';
import { canary } from './steps/step-05-canary.ts';
import { scaleOut } from './steps/step-06-scale-out.ts';
import { ceiling } from './steps/step-07-ceiling.ts';
import { approve } from './steps/step-08-approve.ts';
import { expired } from './steps/step-09-expired.ts';
import { friday } from './steps/step-10-friday.ts';
import { nightJob } from './steps/step-11-night-job.ts';
import { optimizer } from './steps/step-12-optimizer.ts';
import { rollOut } from './steps/step-13-roll-out.ts';
import { drift } from './steps/step-14-drift.ts';
import { breakGlass } from './steps/step-15-break-glass.ts';
import { retire } from './steps/step-16-retire.ts';
import { audit } from './steps/step-17-audit.ts';

/** The steps of the acceptance story, in its order. */
export const STEPS: readonly Step[] = [
  receivePolicy,
  planPortal,
  deployPortal,
  brokenImage,
  canary,
  scaleOut,
  ceiling,
  approve,
  expired,
  friday,
  nightJob,
  optimizer,
  rollOut,
  drift,
  breakGlass,
  retire,
  audit,
];
