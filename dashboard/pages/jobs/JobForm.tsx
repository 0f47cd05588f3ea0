import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { JobSpec, JobSpecInput } from '../../../core/contract/job.ts';
import { asProblem } from '../../api/problem.ts';
import { Failure } from '../../ui/Failure.tsx';
import { GoButton } from '../../ui/GoButton.tsx';
import { useRefusedToChange } from '../../ui/may-change.ts';
import { PlanPreview } from '../../ui/PlanPreview.tsx';
import { type AskChange, refusalOf, usePlan } from '../../ui/use-plan.ts';
import { useRequest } from '../../ui/use-request.tsx';
import { JobFields } from './JobFields.tsx';
import { type JobDraft, judgeJob } from './job-draft.ts';

interface JobFormProps {
  readonly title: string;
  readonly initial: JobDraft;
  /** The spec that is changed; absent for a new job. */
  readonly kept?: JobSpec;
  readonly back: string;
}

/** The form of a job: fill in, read the plan beside it, then decide. */
export function JobForm({ title, initial, kept, back }: JobFormProps) {
  const [, go] = useLocation();
  const [draft, setDraft] = useState(initial);
  const { spec, errors } = judgeJob(draft, kept);
  const ask = asker(spec);
  const plan = usePlan(spec && JSON.stringify(spec), ask);
  const { request, requesting, problem } = useRequest(ask, () => go(`/jobs/${draft.name.trim()}`));
  const missing = missingOf(draft, errors);
  const refused = useRefusedToChange() ?? missing ?? refusalOf(plan.change?.plan, plan.isCurrent);
  const waits = (plan.change?.plan.approvals.required.length ?? 0) > 0;
  return (
    <Form
      header={
        <Header variant="h1" description="Nothing happens before you press the button.">
          {title}
        </Header>
      }
      errorText={problem === undefined ? undefined : <Failure cause={problem} />}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <GoButton href={back}>Cancel</GoButton>
          <Button
            variant="primary"
            loading={requesting}
            {...(refused === undefined ? {} : { disabled: true, disabledReason: refused })}
            onClick={request}
          >
            {waits ? 'Ask for approval' : kept ? 'Save' : 'Schedule'}
          </Button>
        </SpaceBetween>
      }
    >
      <Grid gridDefinition={[{ colspan: { default: 12, m: 7 } }, { colspan: { default: 12, m: 5 } }]}>
        <JobFields
          draft={draft}
          errors={{ ...apiErrors(plan.cause), ...errors }}
          exists={kept !== undefined}
          onChange={setDraft}
        />
        <Container header={<Header variant="h2">What would happen</Header>}>
          <PlanPreview plan={plan} missing={missing} />
        </Container>
      </Grid>
    </Form>
  );
}

function asker(spec: JobSpecInput | undefined): AskChange {
  return (client, dryRun) => {
    if (!spec) return Promise.reject(new Error('The form is not complete.'));
    return client.scheduleJob({ body: spec, query: { dryRun } });
  };
}

/** What the API says is wrong with which field, such as a cron expression that never fires. */
function apiErrors(cause: unknown): Readonly<Record<string, string>> {
  if (!cause) return {};
  const said = asProblem(cause).errors ?? [];
  return Object.fromEntries(said.map(({ field, problem, remedy }) => [field, `${problem}: ${remedy}`]));
}

function missingOf(draft: JobDraft, errors: Readonly<Record<string, string>>): string | undefined {
  const [field] = Object.keys(errors);
  if (field === undefined) return undefined;
  const isEmpty = draft.name === '' || (draft.runs === 'container' && draft.image === '');
  return isEmpty ? 'Name the job and its image to see the plan.' : `${field}: ${errors[field]}`;
}
