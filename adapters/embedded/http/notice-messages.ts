import { liveMessages } from '../../../core/api/live-messages.ts';
import type { LiveMessage } from '../../../core/contract/events.ts';
import { auditHeadKey } from '../../../core/store/records/audit.ts';
import type { CommitNotice } from '../level-commits.ts';

/** What pages are told of a commit: its records first, then the audit streams that grew. Pure. */
export function noticeMessages({ items, audit }: CommitNotice): readonly LiveMessage[] {
  const ends = audit.map(({ stream, seq }) => ({ key: auditHeadKey(stream), version: seq }));
  return liveMessages([...items, ...ends]);
}
