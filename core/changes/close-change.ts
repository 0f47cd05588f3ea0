import type { Approval } from '../contract/approval.ts';
import type { Change } from '../contract/change.ts';
import type { Actor } from '../contract/identity.ts';
import type { Ports } from '../ports.ts';
import { find, put } from '../store/record-type.ts';
import { Services } from '../store/records/services.ts';
import type { Commit } from '../store/store.ts';
import { approvalWrites, writesOf } from './apply-change.ts';
import { changeAudit, changeEvent } from './change-audit.ts';
import { settleChange } from './settle-change.ts';

/** The ways a waiting Change ends without being executed. */
export type Ending = 'REJECTED' | 'EXPIRED' | 'CANCELLED';

const ACTIONS = {
  REJECTED: { change: 'change.rejected', approval: 'approval.rejected' },
  EXPIRED: { change: 'change.expired', approval: 'approval.expired' },
  CANCELLED: { change: 'change.cancelled', approval: 'approval.cancelled' },
} as const;

/**
 * The commit that ends a waiting Change and its approval together; what is, stays. A raise that the scaler asked
 * for is remembered on its service as refused, so that nobody is asked the same a minute later.
 */
export async function closingCommit(
  ports: Pick<Ports, 'store' | 'ids' | 'clock'>,
  of: {
    readonly change: Change;
    readonly approval: Approval | undefined;
    readonly ending: Ending;
    readonly reason: string;
    readonly actor: Actor;
  },
): Promise<Commit & { readonly change: Change }> {
  const at = ports.clock.now().toISOString();
  const { ending, reason, actor } = of;
  const change = settleChange(of.change, { status: ending, reason, at });
  const approval = of.approval && {
    ...of.approval,
    status: ending,
    statusReason: reason,
    decidedAt: at,
    version: of.approval.version + 1,
  };
  const names = ACTIONS[ending];
  return {
    change,
    writes: [
      ...writesOf({ change }),
      ...approvalWrites(approval),
      ...(await refusalWrites(ports, change, at)),
    ],
    audit: [
      changeAudit(ports, change, { action: names.change, actor }),
      ...(approval
        ? [changeAudit(ports, change, { action: names.approval, actor, detail: { approvalId: approval.id } })]
        : []),
    ],
    events: [changeEvent(ports, change, names.change, actor)],
  };
}

async function refusalWrites({ store }: Pick<Ports, 'store'>, change: Change, at: string) {
  if (change.requestedBy.kind !== 'scaler' || change.intent.kind !== 'bounds') return [];
  const service = await find(store, Services, change.target.name);
  if (!service) return [];
  const { openRaiseChangeId: _open, ...scaling } = service.scaling;
  const lastRefusal = { at, max: change.intent.replicas.max };
  return [
    put(Services, {
      ...service,
      scaling: { ...scaling, lastRefusal },
      updatedAt: at,
      version: service.version + 1,
    }),
  ];
}
