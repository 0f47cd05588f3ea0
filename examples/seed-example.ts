import { ManagementLayer } from "../client/management-layer.ts";

const mgmt = new ManagementLayer();
await mgmt.deployService({ name: "job-ingest", image: "govlab/job-ingest:v1" });
console.log(await mgmt.scheduleAiJob({ name: "optimize-resources", schedule: "0 2 * * *" }));
