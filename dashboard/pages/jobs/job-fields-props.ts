import type { JobDraft } from './job-draft.ts';

/** What every part of the form of a job is given. */
export interface JobFieldsProps {
  readonly draft: JobDraft;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (draft: JobDraft) => void;
  /** Whether the job exists already: then its name is fixed. */
  readonly exists: boolean;
}
