import { AuditEntry } from '../../../core/contract/audit.ts';
import type { CloudMutation } from '../../../core/contract/dev.ts';
import { promise } from '../promise.ts';
import type { Step } from '../step.ts';
import type { StoryWorld } from '../story-world.ts';

/** The auditor exports and verifies; whatever altered the cloud is explained; one flipped byte is found. */
export const audit: Step = {
  number: 17,
  title: 'aud exports and verifies the audit; every call to the cloud is explained; a flipped byte is found',
  async run(world) {
    const entries = await exported(world);
    const verified = await world.as('aud').verifyAudit();
    promise.that(verified.ok, `the chain is whole: ${JSON.stringify(verified.firstBroken)}`);
    promise.equal(entries.length, verified.entries, 'entries exported and verified');
    const explained = await everyCallExplained(world, entries);
    const victim = entries[Math.floor(entries.length / 2)] ?? promise.broken('the trail is empty');
    await world.tamper(victim);
    const broken = await world.as('aud').verifyAudit();
    promise.equal(
      [broken.ok, broken.firstBroken?.stream, broken.firstBroken?.seq],
      [false, victim.stream, victim.seq],
      'the record that is named',
    );
    await world.tamper(victim);
    return `${entries.length} entries; ${explained} calls to the cloud explained; byte flipped at ${victim.stream} ${victim.seq}`;
  },
};

async function exported(world: StoryWorld): Promise<readonly AuditEntry[]> {
  const answer = await fetch(`${world.baseUrl}/api/v1/audit/export`, {
    headers: { authorization: `Bearer ${await world.token('aud')}` },
  });
  promise.equal(answer.status, 200, 'the export');
  const lines = (await answer.text()).trim().split('\n');
  return lines.map((line) => AuditEntry.parse(JSON.parse(line)));
}

/** Every call that altered the cloud has the one Change or decision behind it, and that can be read. */
async function everyCallExplained(world: StoryWorld, entries: readonly AuditEntry[]): Promise<number> {
  const { mutations } = await world.dev.getCloud();
  const ours = mutations.filter(({ actor }) => !actor.includes('@console'));
  const nameless = ours.filter(
    ({ changeId, decisionId }) => (changeId === undefined) === (decisionId === undefined),
  );
  const unexplained = world.cloudTakesCauses
    ? nameless
    : nameless.filter((call) => !entries.some((entry) => leadsTo(entry, call)));
  promise.equal(unexplained, [], 'calls without exactly one cause');
  const changes = new Set(ours.flatMap(({ changeId }) => changeId ?? []));
  for (const id of changes) await world.as('aud').getChange({ params: { id } });
  return ours.length;
}

/** Longest time from a record to the call that follows from it, in ms. */
const FOLLOWS_MS = 120_000;

/** Whether a call to a cloud that takes no cause with it follows from a record of the same service that has one. */
function leadsTo({ stream, at, changeId, decisionId }: AuditEntry, call: CloudMutation): boolean {
  const laterMs = Date.parse(call.at) - Date.parse(at);
  const isCause = changeId !== undefined || decisionId !== undefined;
  return isCause && stream === `service/${call.service}` && laterMs >= 0 && laterMs <= FOLLOWS_MS;
}
