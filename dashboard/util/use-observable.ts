import { useSyncExternalStore } from 'react';
import type { Observable } from './observable.ts';

/** The newest value of `source`; the component renders again when it changes. */
export function useObservable<Value>(source: Observable<Value>): Value {
  return useSyncExternalStore(source.subscribe, source.get);
}
