import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Client } from '../../client/create-client.ts';
import type { Identity } from '../../core/contract/identity.ts';
import { useObservable } from '../util/use-observable.ts';
import { KEYS } from './keys.ts';
import { asSignedIn, session } from './session.ts';

interface ReadOptions {
  readonly enabled?: boolean;
  /** Read again this often, in ms, for what no live message announces. */
  readonly everyMs?: number;
}

/** An answer of the API, kept under `key` and read again when a live message makes it old. */
export function useRead<Data>(
  key: QueryKey,
  ask: (client: Client, signal: AbortSignal) => Promise<Data>,
  { enabled = true, everyMs }: ReadOptions = {},
) {
  return useQuery<Data>({
    queryKey: key,
    queryFn: ({ signal }) => asSignedIn((client) => ask(client, signal)),
    enabled,
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs }),
  });
}

interface ActOptions<Result> {
  /** Told also when what asked is no longer on screen: a live message may take it away before the answer comes. */
  readonly onDone?: (result: Result) => void;
  readonly onRefused?: (cause: unknown) => void;
}

/** A call that alters something; afterwards, done or refused, what is on screen is read again. */
export function useAct<Input, Result>(
  act: (client: Client, input: Input) => Promise<Result>,
  { onDone, onRefused }: ActOptions<Result> = {},
) {
  const queries = useQueryClient();
  return useMutation<Result, unknown, Input>({
    mutationFn: (input) => asSignedIn((client) => act(client, input)),
    onSuccess: (result) => onDone?.(result),
    onError: (cause) => onRefused?.(cause),
    onSettled: () => void queries.invalidateQueries(),
  });
}

/** One Change with its plan. */
export function useChange(id: string, enabled = true) {
  return useRead(KEYS.change(id), (client, signal) => client.getChange({ params: { id }, signal }), {
    enabled,
  });
}

/** Who is signed in; pages are shown to nobody else, so there always is one. */
export function useMe(): Identity {
  const now = useObservable(session);
  return now.kind === 'signed in' ? now.me : NOBODY;
}

const NOBODY: Identity = { sub: 'nobody', kind: 'human', name: 'Nobody', roles: [], groups: [] };
