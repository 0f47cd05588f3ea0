/** The kinds of Change that decide what a service runs: the action group `run` of the schema. */
export const RUN_ACTIONS = [
  'deploy',
  'update',
  'rollback',
  'bounds',
  'restore',
  'drift',
  'optimize',
] as const;

/**
 * What policies may speak of: the Cedar schema that every admission text is validated against before it is staged.
 * It only ever grows, so that a text that was valid stays valid. Explained with examples in docs/policies.md.
 * Money is whole US cents a month, rounded up; sizes are CPU units (1024 = 1 vCPU) and MiB.
 */
export const ADMISSION_SCHEMA = `
entity Program;
entity Requester { kind: String };
entity Service in [Program];
entity Job in [Program];
entity Budget in [Program];

type Asked = {
  kind: String, program: String, target: String, requestedBy: String,
  ceilingMonthlyCents: Long, ceilingDeltaMonthlyCents: Long, committedMonthlyCents: Long
};
type Shape = {
  kind: String, program: String, target: String, requestedBy: String,
  ceilingMonthlyCents: Long, ceilingDeltaMonthlyCents: Long, committedMonthlyCents: Long,
  image: String, imageRepository: String, cpuUnits: Long, memoryMiB: Long, min: Long, max: Long,
  owner: String, tier: String
};
type JobShape = {
  kind: String, program: String, target: String, requestedBy: String,
  ceilingMonthlyCents: Long, ceilingDeltaMonthlyCents: Long, committedMonthlyCents: Long,
  image?: String, imageRepository?: String, cpuUnits: Long, memoryMiB: Long, owner: String
};

action run;
action ${RUN_ACTIONS.join(', ')} in [run] appliesTo {
  principal: [Requester], resource: [Service], context: Shape
};
action retire appliesTo { principal: [Requester], resource: [Service], context: Asked };
action budget appliesTo { principal: [Requester], resource: [Budget], context: Asked };
action job appliesTo { principal: [Requester], resource: [Job], context: JobShape };
`;
