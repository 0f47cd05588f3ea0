import SpaceBetween from '@cloudscape-design/components/space-between';
import { Answered } from '../../ui/Answered.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { JobHeader } from './JobHeader.tsx';
import { JobSummary } from './JobSummary.tsx';
import { RunsTable } from './RunsTable.tsx';
import { useJob } from './use-jobs.ts';

/** One job: when it runs next, how its runs went, and what can be done with it. */
export function JobPage({ name }: { readonly name: string }) {
  useTitle(name);
  const job = useJob(name);
  return (
    <Answered query={job} lines={8}>
      {(view) => (
        <SpaceBetween size="l">
          <JobHeader view={view} />
          <JobSummary view={view} />
          <RunsTable view={view} />
        </SpaceBetween>
      )}
    </Answered>
  );
}
