/** Deploys a service and waits until it runs; says what it may cost at most. */
import { ManagementLayer } from "../client/management-layer.ts";

const mgmt = new ManagementLayer();
const deployment = await mgmt.deployService({
  name: "match-engine",
  image: "govlab/job-ingest:v1",
  cpuUnits: 512,
  memoryMiB: 1024,
  replicas: { min: 2, max: 4 },
});

const change = await deployment.wait({ timeoutSec: 600 });
console.log(`${change.target.name}: ${change.status}. ${change.statusReason}`);

const { observed, cost } = await mgmt.api.getService({ params: { name: "match-engine" } });
console.log(
  `${observed?.running} tasks run, at most $${(cost.ceilingMicroUsd / 1e6).toFixed(2)} a month, compute only`,
);
