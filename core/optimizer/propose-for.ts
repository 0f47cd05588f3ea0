import type { Proposal } from '../contract/proposal.ts';
import type { Service } from '../contract/service.ts';
import type { Ports } from '../ports.ts';
import { rebuildDemand } from './demand.ts';
import { knownSteps, whyInsufficient } from './history.ts';
import { sameLimits } from './limits.ts';
import { loadSubject, type Subject } from './load-subject.ts';
import { blockedDirections, humanEdits, whyNotTonight } from './past.ts';
import { leaveAlone, type ProposalDraft, propose } from './propose.ts';
import { trackOf } from './track.ts';

type ProposePorts = Pick<Ports, 'store' | 'metrics' | 'clock' | 'prices' | 'forecaster'>;

/** Works out tonight's proposal for a service. Reads only. */
export async function proposeFor(ports: ProposePorts, service: Service): Promise<ProposalDraft> {
  const subject = await loadSubject(ports, service);
  const prices = ports.prices.current();
  const now = ports.clock.now().toISOString();
  const samples = knownSteps(subject.history).length;
  const insufficient = whyInsufficient(subject.history);
  if (insufficient !== undefined)
    return leaveAlone(service, { class: 'INSUFFICIENT_DATA', reason: insufficient, prices, samples });
  const open = subject.proposals.find(({ status }) => status === 'VERIFYING' || status === 'APPLYING');
  const quiet = whyNotTonight(service, open, now);
  if (quiet !== undefined) return leaveAlone(service, { class: 'NO_CHANGE', reason: quiet, prices, samples });
  const draft = await proposeFrom(ports, subject, now);
  const waiting = waitingFor(subject.proposals, draft);
  return waiting === undefined
    ? draft
    : leaveAlone(service, { class: 'NO_CHANGE', reason: waiting, prices, samples });
}

async function proposeFrom(ports: ProposePorts, subject: Subject, now: string): Promise<ProposalDraft> {
  const { service, history, sizeAt, changes, proposals } = subject;
  const prices = ports.prices.current();
  const demand = rebuildDemand(history, sizeAt);
  if (demand.samples * history.stepSec < DAY_SEC * SIZED_RATIO)
    return leaveAlone(service, {
      class: 'INSUFFICIENT_DATA',
      reason: 'For most of its history it is not known which size its tasks had; 24 hours are needed.',
      prices,
      samples: demand.samples,
    });
  const track = await trackOf(demand, ports.forecaster);
  const edits = humanEdits(changes, now);
  const blocked = blockedDirections(proposals, now);
  return propose({ service, prices, demand, track, blocked, edits });
}

const DAY_SEC = 86_400;
/** As of the history itself, four fifths of a day must be known with the size of its tasks. */
const SIZED_RATIO = 0.8;

/** The same was proposed before and people have not answered yet: they are not asked twice. */
function waitingFor(proposals: readonly Proposal[], draft: ProposalDraft): string | undefined {
  const waiting = proposals.find(
    ({ status, after }) => status === 'AWAITING_APPROVAL' && sameLimits(after, draft.after),
  );
  return waiting && `The same was proposed before (${waiting.id}) and waits for approval.`;
}
