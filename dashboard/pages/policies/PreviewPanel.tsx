import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import type { PolicyView } from '../../../core/contract/policy.ts';
import { useAct } from '../../api/read.ts';
import { Failure } from '../../ui/Failure.tsx';
import { useRefusal } from '../../ui/may-change.ts';
import { NumberField, wholeNumber } from '../../ui/NumberField.tsx';
import { PreviewResult } from './PreviewResult.tsx';

const MOST = 500;

/** Tries a Cedar text on the last changes, without altering anything. */
export function PreviewPanel({ policy }: { readonly policy: PolicyView }) {
  const { name, newest } = policy;
  const [admission, setAdmission] = useState(newest.content.admission);
  const [howMany, setHowMany] = useState('100');
  const changes = wholeNumber(howMany);
  const bad = changes === undefined || changes < 1 || changes > MOST;
  const act = useAct((client) =>
    client.previewPolicy({ params: { name }, body: { admission, changes: changes ?? 1 } }),
  );
  const refused =
    useRefusal('policy:write') ?? (bad ? `Ask for 1 to ${MOST} of the last changes.` : undefined);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Which of the last changes would be judged otherwise? Nothing is altered."
        >
          Preview a policy
        </Header>
      }
    >
      <SpaceBetween size="m">
        <FormField label="Cedar" stretch constraintText="The whole admission text, as it would be sent">
          <Textarea
            value={admission}
            rows={9}
            spellcheck={false}
            onChange={({ detail }) => setAdmission(detail.value)}
          />
        </FormField>
        <NumberField label="How many of the last changes" value={howMany} onChange={setHowMany} />
        <Button
          loading={act.isPending}
          {...(refused === undefined ? {} : { disabled: true, disabledReason: refused })}
          onClick={() => act.mutate(undefined)}
        >
          Preview
        </Button>
        <div aria-live="polite">
          {act.error !== null && <Failure cause={act.error} />}
          {act.data && <PreviewResult preview={act.data} />}
        </div>
      </SpaceBetween>
    </Container>
  );
}
