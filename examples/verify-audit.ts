/** The auditor recomputes every chain of the audit trail and exports it; ends with 1 where it does not hold. */
import { ManagementLayer } from "../client/management-layer.ts";

const auditor = new ManagementLayer({ as: "aud" });
const { ok, entries, streams, firstBroken } = await auditor.api.verifyAudit();
console.log(
  ok ? `holds: ${entries} entries in ${streams} streams` : `broken at ${JSON.stringify(firstBroken)}`,
);

const lines = (await auditor.api.exportAudit()).trimEnd().split("\n");
console.log(`exported: ${lines.length} lines`);
if (!ok) process.exitCode = 1;
