import { useObservable } from '../util/use-observable.ts';
import { pageConfig } from './page-config.ts';

/** Whether this is the embedded world, with its picker of identities, its clock and its load; false until it is known. */
export function useIsEmbedded(): boolean {
  const config = useObservable(pageConfig);
  return config !== undefined && config.signIn === undefined;
}
