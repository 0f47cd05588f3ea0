import { ROUTES, type RouteName } from './routes.ts';

/**
 * The Lambda functions of the control plane: `lambdas/<name>.lambda.ts` each, with a role of its own. Stacks, bundles,
 * the comparison of permissions and the benchmarks read this table.
 */
export const FUNCTIONS = {
  api: 'Answers what people and pipelines read.',
  changes: 'Plans and commits what people and pipelines ask for.',
  audit: 'Verifies and exports the audit trail against its anchor.',
  policies: 'Receives and shows policies, serves their bundles to running tasks and takes what these report.',
  live: 'Lets pages follow what changes: connects and disconnects WebSockets.',
  push: 'Tells connected pages what changed.',
  outbox: 'Puts the events of committed transactions on the bus.',
  intake: 'Receives policies that the Governance Layer put on the bus.',
  alarm: 'Decides the task count when an alarm changes its state.',
  reconcile: 'Brings the platform to what is recorded; the only one that alters it.',
  tick: 'Does what is due each minute and needs no platform: expiries, time boxes, alarms that last.',
  anchor: 'Anchors the ends of the audit chains outside the table.',
  timers: 'Keeps one schedule for each AI job.',
  'night-plan': 'Divides the services into the chunks of a night.',
  optimize: 'Proposes limits for one chunk of services.',
} as const;
/** The name of a function. */
export type FunctionName = keyof typeof FUNCTIONS;

/** The functions that answer HTTP. */
export type HttpFunction = Extract<FunctionName, 'api' | 'changes' | 'audit' | 'policies'>;

/**
 * The routes that neither `api` nor `changes` answers: those that need the anchor, and those that look at running
 * tasks. Neither of the two has a permission on the platform.
 */
const ELSEWHERE = {
  verifyAudit: 'audit',
  exportAudit: 'audit',
  listPolicies: 'policies',
  receivePolicy: 'policies',
  getPolicy: 'policies',
  listPolicyVersions: 'policies',
  getPolicyVersion: 'policies',
  rollBackPolicy: 'policies',
  previewPolicy: 'policies',
  getBundle: 'policies',
  reportPolicyStatus: 'policies',
} as const satisfies Partial<Record<RouteName, HttpFunction>>;

/** Which function answers a route: reading and changing are apart, so that each is small and has its own rights. */
type ServedBy<Name extends RouteName> = Name extends keyof typeof ELSEWHERE
  ? (typeof ELSEWHERE)[Name]
  : (typeof ROUTES)[Name]['method'] extends 'GET'
    ? 'api'
    : 'changes';

/** The routes that a function answers. */
export type RoutesOf<Fn extends HttpFunction> = {
  [Name in RouteName]: ServedBy<Name> extends Fn ? Name : never;
}[RouteName];

/** The routes that tasks call, signed with their role (SigV4, `execute-api`) instead of a person's token. */
export const TASK_ROUTES: readonly RouteName[] = ['getBundle', 'reportPolicyStatus'];

/** Which function answers a route. */
export function servedBy<Name extends RouteName>(route: Name): ServedBy<Name> {
  const elsewhere: Partial<Record<RouteName, HttpFunction>> = ELSEWHERE;
  const isReading = ROUTES[route].method === 'GET';
  // Safe: the type says of each route what these two lines say.
  return (elsewhere[route] ?? (isReading ? 'api' : 'changes')) as ServedBy<Name>;
}
