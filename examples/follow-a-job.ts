/** Schedules a nightly job with a check on what it reports, and shows its next five fires on both clocks. */
import { ManagementLayer } from "../client/management-layer.ts";

const mgmt = new ManagementLayer();
const job = await mgmt.scheduleAiJob({
  name: "train-matcher",
  schedule: "30 2 * * *",
  timeZone: "America/New_York",
  image: "govlab/train-recommender:v1",
  successWhen: [{ metric: "accuracy", op: ">=", value: 0.9 }],
});
console.log(job);

for (const { local, timeZone, utc } of (await job.view()).nextFires)
  console.log(`${local} ${timeZone} = ${utc}`);
