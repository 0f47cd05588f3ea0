import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { ServiceSpecInput } from '../../../core/contract/service-spec.ts';
import { KEYS } from '../../api/keys.ts';
import { useRead } from '../../api/read.ts';
import { Failure } from '../../ui/Failure.tsx';
import { GoButton } from '../../ui/GoButton.tsx';
import { useRefusedToChange } from '../../ui/may-change.ts';
import { PlanPreview } from '../../ui/PlanPreview.tsx';
import { type AskChange, refusalOf, usePlan } from '../../ui/use-plan.ts';
import { useRequest } from '../../ui/use-request.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { DeployFields } from './DeployFields.tsx';
import { EMPTY_DRAFT, judge } from './deploy-draft.ts';

/** Deploys a service: fill in, read the plan beside it, then decide. */
export function DeployPage() {
  useTitle('Deploy a service');
  const [, go] = useLocation();
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const budgets = useRead(KEYS.budgets, (client, signal) => client.listBudgets({ signal }));
  const program = budgets.data?.items[0]?.scope;
  useEffect(() => {
    if (program) setDraft((now) => (now.program === '' ? { ...now, program } : now));
  }, [program]);
  const { spec, errors } = judge(draft);
  const ask = asker(spec);
  const plan = usePlan(spec && JSON.stringify(spec), ask);
  const { request, requesting, problem } = useRequest(ask, () => go(`/services/${draft.name.trim()}`));
  const refused = useRefusedToChange() ?? missingOf(errors) ?? refusalOf(plan.change?.plan, plan.isCurrent);
  const waits = (plan.change?.plan.approvals.required.length ?? 0) > 0;
  return (
    <Form
      header={
        <Header
          variant="h1"
          description="The plan beside the form shows what would happen. Nothing happens before you press the button."
        >
          Deploy a service
        </Header>
      }
      errorText={problem === undefined ? undefined : <Failure cause={problem} />}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <GoButton href="/services">Cancel</GoButton>
          <Button
            variant="primary"
            loading={requesting}
            {...(refused === undefined ? {} : { disabled: true, disabledReason: refused })}
            onClick={request}
          >
            {waits ? 'Ask for approval' : 'Deploy'}
          </Button>
        </SpaceBetween>
      }
    >
      <Grid gridDefinition={[{ colspan: { default: 12, m: 6 } }, { colspan: { default: 12, m: 6 } }]}>
        <DeployFields draft={draft} errors={errors} onChange={setDraft} />
        <Container header={<Header variant="h2">What would happen</Header>}>
          <PlanPreview plan={plan} missing={missingOf(errors)} />
        </Container>
      </Grid>
    </Form>
  );
}

function asker(spec: ServiceSpecInput | undefined): AskChange {
  return (client, dryRun) => {
    if (!spec) return Promise.reject(new Error('The form is not complete.'));
    return client.deployService({ body: spec, query: { dryRun } });
  };
}

function missingOf(errors: Readonly<Record<string, string>>): string | undefined {
  const [field] = Object.keys(errors);
  if (field === undefined) return undefined;
  return field === 'name' || field === 'image'
    ? 'Name the service and its image to see the plan.'
    : `${field}: ${errors[field]}`;
}
