import type { PageConfig } from '../../core/contract/page-config.ts';
import { observable, useObservable } from '../util/observable.ts';

/** What this page was told about its world; undefined until it was read. */
export const pageConfig = observable<PageConfig | undefined>(undefined);

/** Whether this is the embedded world, with its picker of identities, its clock and its load; false until it is known. */
export function useIsEmbedded(): boolean {
  const config = useObservable(pageConfig);
  return config !== undefined && config.signIn === undefined;
}
