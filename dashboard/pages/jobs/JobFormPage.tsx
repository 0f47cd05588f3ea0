import { KEYS } from '../../api/keys.ts';
import { useRead } from '../../api/read.ts';
import { Answered } from '../../ui/Answered.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { JobForm } from './JobForm.tsx';
import { draftOf, EMPTY_JOB } from './job-draft.ts';

/** Schedules a new job. */
export function NewJobPage() {
  useTitle('Schedule a job');
  const budgets = useRead(KEYS.budgets, (client, signal) => client.listBudgets({ signal }));
  return (
    <Answered query={budgets} lines={6}>
      {({ items }) => (
        <JobForm
          title="Schedule a job"
          initial={{ ...EMPTY_JOB, program: items[0]?.scope ?? '' }}
          back="/jobs"
        />
      )}
    </Answered>
  );
}

/** Changes a job: what is filled in is its whole spec from then on. */
export function EditJobPage({ name }: { readonly name: string }) {
  useTitle(`Edit ${name}`);
  const job = useRead([...KEYS.job(name), 'to edit'], (client, signal) =>
    client.getJob({ params: { name }, signal }),
  );
  return (
    <Answered query={job} lines={6}>
      {({ spec, status }) => (
        <JobForm
          title={status === 'RETIRED' ? `Schedule ${name} again` : `Edit ${name}`}
          initial={draftOf(spec)}
          kept={spec}
          back={`/jobs/${name}`}
        />
      )}
    </Answered>
  );
}
