import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure } from './Failure.tsx';
import { Waiting } from './Waiting.tsx';

interface AnsweredProps<Data> {
  readonly query: UseQueryResult<Data>;
  /** How many lines the skeleton holds free until the answer comes. */
  readonly lines?: number;
  readonly children: (data: Data) => ReactNode;
}

/** Shows an answer once it is there, a skeleton until then, and the problem when there is none. */
export function Answered<Data>({ query, lines = 3, children }: AnsweredProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failure cause={query.error} onRetry={() => void query.refetch()} />;
  return <Waiting lines={lines} />;
}
