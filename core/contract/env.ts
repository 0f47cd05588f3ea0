/** The environment variables that stacks set and functions read: one name each, so that neither can be mistyped. */
export const ENV = {
  /** The name of the one table. */
  table: 'HMSOPS_TABLE',
  /** The environment's name, as it stands in alarm names and task definition families. */
  environment: 'HMSOPS_ENVIRONMENT',
  /** The account that the control plane runs in: whose registry and secrets may be asked. */
  account: 'HMSOPS_ACCOUNT',
  /** The IANA zone in which a local time such as "Friday 18:00" is meant. */
  timeZone: 'HMSOPS_TIME_ZONE',
  /** The ECS cluster's name. */
  cluster: 'HMSOPS_CLUSTER',
  /** JSON of `FleetConfig` in adapters/aws/ecs/fleet-config.ts: where tasks run and as whom. */
  fleet: 'HMSOPS_FLEET',
  /** The name of the event bus. */
  bus: 'HMSOPS_BUS',
  /** The URL of the queue that reconcile reads. */
  reconcileQueue: 'HMSOPS_RECONCILE_QUEUE',
  /** The ARN of the same queue: what schedules of jobs send to. */
  reconcileQueueArn: 'HMSOPS_RECONCILE_QUEUE_ARN',
  /** The group of the schedules of AI jobs, and the role that they act as. */
  scheduleGroup: 'HMSOPS_SCHEDULE_GROUP',
  scheduleRole: 'HMSOPS_SCHEDULE_ROLE',
  /** The ARN of the queue for what a schedule could not deliver. */
  scheduleDeadLetters: 'HMSOPS_SCHEDULE_DEAD_LETTERS',
  /** The ARN of the state machine of the night. */
  night: 'HMSOPS_NIGHT',
  /** The bucket of audit anchors and the KMS key that signs them. */
  anchorBucket: 'HMSOPS_ANCHOR_BUCKET',
  anchorKey: 'HMSOPS_ANCHOR_KEY',
  /** The KMS key that signs policy bundles. */
  bundleKey: 'HMSOPS_BUNDLE_KEY',
  /** JSON: key id -> Ed25519 public key of the Governance Layer, PEM (SPKI). */
  governanceKeys: 'HMSOPS_GOVERNANCE_KEYS',
  /** The https endpoint of the WebSocket API's stage. */
  liveEndpoint: 'HMSOPS_LIVE_ENDPOINT',
  /** The ARN of the role that tasks of services run as; who calls as it is a task. */
  taskRole: 'HMSOPS_TASK_ROLE',
  /** The user pool and its clients (comma-separated), for tokens that no gateway has verified. */
  userPool: 'HMSOPS_USER_POOL',
  userPoolClients: 'HMSOPS_USER_POOL_CLIENTS',
} as const;
