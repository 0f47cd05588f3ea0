import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation } from '@tanstack/react-query';
import { asProblem } from '../../api/problem.ts';
import { asSignedIn } from '../../api/session.ts';
import { useRefusal } from '../../ui/may-change.ts';
import { notify } from '../../ui/notices.ts';

interface AuditActionsProps {
  readonly verifying: boolean;
  readonly onVerify: () => void;
}

/** Verify the chain, and, for auditors, take everything away as a file. */
export function AuditActions({ verifying, onVerify }: AuditActionsProps) {
  const refused = useRefusal('audit:export');
  const exporting = useMutation({
    mutationFn: () => asSignedIn((client) => client.exportAudit()),
    onSuccess: save,
    onError: (cause) => notify({ type: 'error', text: asProblem(cause).detail }),
  });
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button
        iconName="download"
        loading={exporting.isPending}
        {...(refused === undefined ? {} : { disabled: true, disabledReason: refused })}
        onClick={() => exporting.mutate()}
      >
        Export
      </Button>
      <Button variant="primary" loading={verifying} loadingText="Recomputing every chain" onClick={onVerify}>
        Verify
      </Button>
    </SpaceBetween>
  );
}

function save(ndjson: string): void {
  const address = URL.createObjectURL(new Blob([ndjson], { type: 'application/x-ndjson' }));
  const link = Object.assign(document.createElement('a'), { href: address, download: 'hms-audit.ndjson' });
  link.click();
  URL.revokeObjectURL(address);
}
