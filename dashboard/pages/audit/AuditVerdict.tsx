import Alert from '@cloudscape-design/components/alert';
import { Failure } from '../../ui/Failure.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { count } from '../../util/words.ts';
import type { useAuditVerification } from './use-audit-verification.ts';

/** What verifying the audit trail found; names the first broken record. */
export function AuditVerdict({
  verification,
}: {
  readonly verification: ReturnType<typeof useAuditVerification>;
}) {
  const { data, error } = verification;
  if (error) return <Failure cause={error} onRetry={() => void verification.refetch()} />;
  if (!data) return null;
  const size = `${count(data.entries, 'entry', 'entries')} in ${count(data.streams, 'stream')}`;
  if (data.ok)
    return (
      <Alert type="success" header="The audit trail is whole">
        {size} were recomputed; every link of every chain holds.
        {data.anchoredAt && (
          <>
            {' '}
            Last anchored outside the store <Moment at={data.anchoredAt} as="relative" />.
          </>
        )}
      </Alert>
    );
  return (
    <Alert type="error" header="The audit trail is broken">
      {data.firstBroken
        ? `First broken record: number ${data.firstBroken.seq} of ${data.firstBroken.stream} (${data.firstBroken.id}). ${data.firstBroken.problem}`
        : 'No single record could be named.'}{' '}
      {size} were read. Keep the store as it is and compare it with the newest export.
    </Alert>
  );
}
