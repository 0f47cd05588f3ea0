import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useRefusal } from '../../ui/may-change.ts';
import { useTitle } from '../../ui/use-title.ts';
import { AuditTable } from './AuditTable.tsx';
import { AuditVerdict } from './AuditVerdict.tsx';
import { useAuditVerification } from './use-audit-verification.ts';

/** Everything that anybody did, denied attempts too, and whether the record is whole. */
export function AuditPage() {
  useTitle('Audit');
  const refused = useRefusal('audit:read');
  const [asked, ask] = useState(false);
  const verification = useAuditVerification(asked && refused === undefined);
  if (refused !== undefined)
    return (
      <Alert type="info" header="The audit trail is not open to you">
        {refused} Who you are can be changed at the top right.
      </Alert>
    );
  return (
    <SpaceBetween size="m">
      <AuditVerdict verification={verification} />
      <AuditTable
        verifying={verification.isFetching}
        onVerify={() => {
          if (asked) void verification.refetch();
          ask(true);
        }}
      />
    </SpaceBetween>
  );
}
