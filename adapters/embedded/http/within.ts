/**
 * Waits for `work`, but no longer than `ms` of real time; then it goes on unwatched and `onLateFailure` hears if it
 * fails. A failure in time is thrown.
 */
export async function within(
  ms: number,
  work: Promise<void>,
  onLateFailure: (error: unknown) => void,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), ms);
  });
  const outcome = await Promise.race([work, patience]).finally(() => clearTimeout(timer));
  if (outcome === 'late') work.catch(onLateFailure);
}
