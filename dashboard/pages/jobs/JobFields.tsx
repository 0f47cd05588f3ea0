import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { SizeFields } from '../../ui/SizeFields.tsx';
import { JobRulesFields } from './JobRulesFields.tsx';
import type { JobDraft } from './job-draft.ts';
import type { JobFieldsProps } from './job-fields-props.ts';
import { scheduleWords } from './schedule-words.ts';
import { LinesField, TextField } from './TextField.tsx';

const KINDS = [
  { id: 'container', text: 'A container' },
  { id: 'builtin', text: 'The nightly optimizer' },
];

/** The fields of a job. Name, schedule and image are enough. */
export function JobFields(props: JobFieldsProps) {
  const { draft, errors, onChange, exists } = props;
  const set = (part: Partial<JobDraft>) => onChange({ ...draft, ...part });
  const shown = (field: string, typed: string) => (typed === '' ? undefined : errors[field]);
  return (
    <Container header={<Header variant="h2">The job</Header>}>
      <SpaceBetween size="m">
        <TextField
          label="Name"
          value={draft.name}
          disabled={exists}
          hint="Lower-case letters, digits and dashes"
          error={shown('name', draft.name)}
          onChange={(name) => set({ name })}
        />
        <ColumnLayout columns={2}>
          <TextField
            label="Schedule"
            value={draft.schedule}
            hint={`${wordsOf(draft, errors)}Five cron fields, rate(15 minutes), at(2026-12-01T02:00:00), or manual.`}
            error={shown('schedule', draft.schedule)}
            onChange={(schedule) => set({ schedule })}
          />
          <TextField
            label="Time zone"
            value={draft.timeZone}
            hint="An IANA name such as America/New_York"
            error={errors['timeZone']}
            onChange={(timeZone) => set({ timeZone })}
          />
        </ColumnLayout>
        <SegmentedControl
          label="What runs"
          options={KINDS}
          selectedId={draft.runs}
          onChange={({ detail }) => set({ runs: detail.selectedId === 'builtin' ? 'builtin' : 'container' })}
        />
        {draft.runs === 'container' && <ContainerFields {...props} />}
        <ExpandableSection headerText="Overlap, deadlines, retries, budget, success and environment">
          <JobRulesFields {...props} />
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
}

/** What the schedule says, once nothing is wrong with it. */
function wordsOf(draft: JobDraft, errors: JobFieldsProps['errors']): string {
  return draft.schedule === '' || errors['schedule'] ? '' : `${scheduleWords(draft)}. `;
}

function ContainerFields({ draft, errors, onChange }: JobFieldsProps) {
  const set = (part: Partial<JobDraft>) => onChange({ ...draft, ...part });
  return (
    <SpaceBetween size="m">
      <TextField
        label="Image"
        value={draft.image}
        hint="For example govlab/grant-report:v1"
        error={draft.image === '' ? undefined : errors['image']}
        onChange={(image) => set({ image })}
      />
      <LinesField
        label="Command"
        value={draft.command}
        hint="One argument a line; empty: the image’s own"
        error={errors['command']}
        onChange={(command) => set({ command })}
      />
      <SizeFields size={draft} onChange={set} />
    </SpaceBetween>
  );
}
