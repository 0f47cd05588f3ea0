import { auditDraft } from '../audit/audit-draft.ts';
import type { Actor } from '../contract/identity.ts';
import { POLICY_CONTENT_LIMIT_BYTES, type PolicyIntake, type PolicyVersion } from '../contract/policy.ts';
import { canonicalJson, digestOf } from '../digest.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { put } from '../store/record-type.ts';
import { PolicyVersions } from '../store/records/policies.ts';
import { contentProblems } from './check-content.ts';
import { allVersions, mustFindVersion } from './policy-versions.ts';
import { type Refusal, refusePolicy } from './refuse-policy.ts';
import { beginRollOut } from './roll-out.ts';
import { stageVersion } from './stage-version.ts';

/** A policy version as it arrived. `sent` is the message before defaults were filled in: what was signed. */
export interface Receipt {
  readonly intake: PolicyIntake;
  readonly sent: unknown;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly idempotencyKey?: string | undefined;
}

/**
 * Takes a decided, signed policy version in: RECEIVED, VALIDATED and STAGED in one commit with its Change, then it
 * begins to roll out. The same version with the same content again creates nothing and answers what is stored.
 * Every refusal is audited and stores nothing else, save a content that does not hold: it is kept as INVALID.
 * @throws OpsError `policy.too_large`, `policy.untrusted`, `policy.not_approved`, `policy.outdated`,
 *   `policy.version_reused`, `policy.invalid`.
 */
export async function receivePolicy(ports: Ports, receipt: Receipt): Promise<PolicyVersion> {
  await refuseUntrusted(ports, receipt);
  const { name, number } = await retryOnConflict(() => takeIn(ports, receipt));
  await beginRollOut(ports, { name, number, correlationId: receipt.correlationId });
  return mustFindVersion(ports.store, name, number);
}

async function refuseUntrusted(ports: Ports, receipt: Receipt): Promise<void> {
  const { intake } = receipt;
  const bytes = new TextEncoder().encode(canonicalJson(intake.content)).length;
  if (bytes > POLICY_CONTENT_LIMIT_BYTES)
    await refuse(ports, receipt, {
      code: 'policy.too_large',
      reason: `The content is ${bytes} bytes; at most ${POLICY_CONTENT_LIMIT_BYTES} are taken.`,
      remedy: 'Split the policy, or leave data out that tasks do not need.',
    });
  const { keyId, signature } = intake;
  const checked = await ports.policies.keys.check({ keyId, signature, text: signedText(receipt.sent) });
  if (checked !== 'good')
    await refuse(ports, receipt, {
      code: 'policy.untrusted',
      reason:
        checked === 'bad' ? 'INVALID: the signature does not hold.' : `INVALID: no key is known as ${keyId}.`,
      remedy:
        'Sign the canonical JSON of { name, version, content, decision } with the Governance Layer’s key.',
    });
  if (intake.decision.status !== 'approved')
    await refuse(ports, receipt, {
      code: 'policy.not_approved',
      reason: `The Governance Layer’s decision is "${intake.decision.status}".`,
      remedy: 'Send the policy again once its decision is "approved".',
    });
}

/** The text that the Governance Layer signs: RFC 8785 canonical JSON of what it decided on. */
export function signedText(sent: unknown): string {
  const part = (name: string) =>
    typeof sent === 'object' && sent !== null ? Reflect.get(sent, name) : undefined;
  return canonicalJson({
    name: part('name'),
    version: part('version'),
    content: part('content'),
    decision: part('decision'),
  });
}

async function takeIn(ports: Ports, receipt: Receipt): Promise<Pick<PolicyVersion, 'name' | 'number'>> {
  const { intake } = receipt;
  const contentHash = digestOf(intake.content);
  const all = await allVersions(ports.store, intake.name);
  const received = all.filter(({ status, restores }) => status !== 'INVALID' && restores === undefined);
  const same = received.find(({ sourceVersion }) => sourceVersion === intake.version);
  if (same?.contentHash === contentHash) return same;
  if (same) await refuseReused(ports, receipt);
  const newest = Math.max(0, ...received.map(({ sourceVersion }) => sourceVersion));
  if (intake.version < newest) await refuseOlder(ports, receipt, newest);
  const number = (all[0]?.number ?? 0) + 1;
  const problems = await contentProblems(ports.policies.engine, intake.content);
  if (problems.length > 0) return keepInvalid(ports, receipt, { problems, number, contentHash, all });
  const reason = `${intake.decision.policy} decided ${intake.name}@${intake.version}`;
  return stageVersion(ports, {
    content: { name: intake.name, sourceVersion: intake.version, content: intake.content, contentHash },
    decision: intake.decision,
    all,
    asked: { ...receipt, reason },
  });
}

function refuseReused(ports: Ports, receipt: Receipt): Promise<never> {
  const { name, version } = receipt.intake;
  return refuse(ports, receipt, {
    code: 'policy.version_reused',
    reason: `${name}@${version} was received with other content.`,
    remedy: 'Give other content a version of its own, above every one before.',
  });
}

function refuseOlder(ports: Ports, receipt: Receipt, newest: number): Promise<never> {
  const { name, version } = receipt.intake;
  return refuse(ports, receipt, {
    code: 'policy.outdated',
    reason: `${name}@${version} is older than @${newest}, which was received before.`,
    remedy: 'To bring old content back, roll the policy back, or send it as a new version.',
    detail: { received: newest },
  });
}

/** Keeps what does not hold, once, so that its sender can look at it; nothing comes of it. */
async function keepInvalid(
  ports: Ports,
  receipt: Receipt,
  found: {
    readonly problems: readonly string[];
    readonly number: number;
    readonly contentHash: string;
    readonly all: readonly PolicyVersion[];
  },
): Promise<never> {
  const { intake, actor, correlationId } = receipt;
  const at = ports.clock.now().toISOString();
  const reason = `INVALID: ${found.problems.join('; ')}`.slice(0, MOST_SAID);
  const { contentHash, number } = found;
  const known = found.all.some((v) => v.status === 'INVALID' && v.contentHash === contentHash);
  const { name, version: sourceVersion, content, decision } = intake;
  const invalid: PolicyVersion = {
    ...{ name, number, sourceVersion, content, contentHash, decision },
    ...{
      status: 'INVALID',
      statusReason: reason,
      step: 0,
      tasks: [],
      receivedAt: at,
      updatedAt: at,
      version: 1,
    },
  };
  await ports.store.commit({
    writes: known ? [] : [put(PolicyVersions, invalid)],
    audit: [
      auditDraft(ports, {
        ...{ stream: `policy/${name}`, actor, action: 'policy.refused', target: name, outcome: 'denied' },
        ...{ correlationId, reason, detail: { code: 'policy.invalid', sourceVersion, contentHash } },
      }),
    ],
    events: [],
  });
  throw new OpsError('policy.invalid', reason, {
    remedy:
      'Correct the content and send it again; docs/policies.md shows the schema that policies are written by.',
    params: { policy: name, problems: found.problems },
  });
}

const MOST_SAID = 2_000;

function refuse(
  ports: Ports,
  { intake, actor, correlationId }: Receipt,
  why: Pick<Refusal, 'code' | 'reason' | 'remedy' | 'detail'>,
): Promise<never> {
  const { name, version, keyId, decision } = intake;
  const detail = { sourceVersion: version, keyId, traceId: decision.trace_id, ...why.detail };
  return refusePolicy(ports, { ...why, policy: name, actor, correlationId, detail });
}
