/** A change that exceeds its budget waits for two people; ana and ben approve what they read, and it is executed. */
import { ManagementLayer } from "../client/management-layer.ts";

const mgmt = new ManagementLayer();
const asked = await mgmt.deployService({
  name: "season-peak",
  image: "govlab/job-ingest:v1",
  replicas: { min: 1, max: 80 },
});
console.log(`asked: ${asked.change.status}. ${asked.change.statusReason}`);

const id = asked.change.approvalId ?? "";
for (const as of ["ana", "ben"]) {
  const person = new ManagementLayer({ as });
  const card = await person.api.getApproval({ params: { id } });
  // A vote counts for the plan that was read: if it changed meanwhile, the answer is 409.
  const body = { verdict: "approve", planDigest: card.planDigest } as const;
  const { status, statusReason } = await person.api.voteOnApproval({ params: { id }, body });
  console.log(`${as}: ${status}. ${statusReason}`);
}

const done = await asked.wait({ timeoutSec: 600 });
console.log(`done: ${done.status}. ${done.statusReason}`);
