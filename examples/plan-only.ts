/** Shows what a deploy would change, cost and wait for. Changes nothing. */
import { ManagementLayer } from "../client/management-layer.ts";

const { plan } = await new ManagementLayer().planService({
  name: "big-report",
  image: "govlab/job-ingest:v1",
  cpuUnits: 4096,
  memoryMiB: 16384,
  replicas: { min: 1, max: 10 },
});

for (const { path, after } of plan.diff) console.log(`+ ${path} ${JSON.stringify(after)}`);
for (const { check, outcome, detail } of plan.preflight) console.log(`${outcome}: ${check}. ${detail}`);
console.log(`ceiling: $${(plan.cost.ceiling.afterMicroUsd / 1e6).toFixed(2)} a month, ${plan.cost.note}`);
console.log(
  `must approve: ${plan.approvals.required.map(({ min, group }) => `${min} of ${group}`).join(", ")}`,
);
