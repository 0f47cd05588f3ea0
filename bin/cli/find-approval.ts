import type { ApprovalView } from '../../core/contract/approval.ts';
import { Ulid } from '../../core/contract/primitives.ts';
import { CliFailure, UsageError } from './exit-code.ts';
import type { Session } from './session.ts';

/** Whether a word is an id as the API makes them. */
export function isId(word: string): boolean {
  return Ulid.safeParse(word).success;
}

/**
 * The approval of this id, or the one open approval about this service, of one kind where `kind` says so.
 * @throws CliFailure when there is none; UsageError naming the ids when there are several.
 */
export async function findApproval(
  { api }: Session,
  which: string,
  kind?: ApprovalView['kind'],
): Promise<ApprovalView> {
  if (isId(which)) return api.getApproval({ params: { id: which } });
  const { items } = await api.listApprovals({ query: { limit: 100 } });
  const found = items.filter((item) => item.service === which && (kind === undefined || item.kind === kind));
  const [only, another] = found;
  if (!only) throw new CliFailure(`Nothing about ${which} waits for people. See: hms approvals list`);
  if (!another) return only;
  const choices = found.map(({ id, headline }) => `${id} ${headline}`).join('; ');
  throw new UsageError(`Several approvals are about ${which}; name one by its id: ${choices}`);
}
