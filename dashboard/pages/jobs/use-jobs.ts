import { useEffect } from 'react';
import { KEYS } from '../../api/keys.ts';
import { usePages } from '../../api/pages.ts';
import { useRead } from '../../api/read.ts';

/** Runs start, retry and end without an announcement of the job itself, so they are read again this often. */
const EVERY_MS = 5_000;

/** The jobs by name, page after page. */
export function useJobs(retired: boolean) {
  const pages = usePages([...KEYS.jobs, retired ? 'with-retired' : 'live'], (client, { signal, ...page }) =>
    client.listJobs({ query: { retired: retired ? 'include' : 'exclude', ...page }, signal }),
  );
  useAgain(pages.refetch);
  return pages;
}

/** One job with its next fires and last runs. */
export function useJob(name: string) {
  return useRead(KEYS.job(name), (client, signal) => client.getJob({ params: { name }, signal }), {
    everyMs: EVERY_MS,
  });
}

/** The runs of a job, newest first, page after page. */
export function useRuns(name: string) {
  const pages = usePages([...KEYS.job(name), 'runs'], (client, { signal, ...query }) =>
    client.listRuns({ params: { name }, query, signal }),
  );
  useAgain(pages.refetch);
  return pages;
}

function useAgain(refetch: () => Promise<unknown>): void {
  useEffect(() => {
    const timer = setInterval(() => void refetch(), EVERY_MS);
    return () => clearInterval(timer);
  }, [refetch]);
}
