import { type Client, createClient, createDevClient, type DevClient } from '../../client/create-client.ts';
import type { ClientOptions } from '../../client/send.ts';
import type { CliIo } from './cli-io.ts';
import { UsageError } from './exit-code.ts';
import { KeptSignIns } from './sign-in/kept-sign-ins.ts';
import { signedInToken } from './sign-in/signed-in-token.ts';

/** Where the embedded control plane listens unless told otherwise. */
const LOCAL_URL = 'http://localhost:3000';

/** By what the API knows who calls. */
export type Caller =
  | { readonly kind: 'HMS_TOKEN'; readonly token: string }
  | { readonly kind: 'local identity'; readonly as: string }
  | { readonly kind: 'sign-in' };

/** Which control plane is called, and as whom. */
export interface Connection {
  readonly baseUrl: string;
  readonly api: Client;
  readonly dev: DevClient;
  readonly signIns: KeptSignIns;
  /** Whom the command line itself names, by a flag or the environment; undefined when nobody. */
  readonly named: Caller | undefined;
  /** By what the calls are made. @throws UsageError when nobody is signed in */
  caller(): Promise<Caller>;
}

/** What of the command line decides on the connection. */
export interface ConnectionFlags {
  readonly url?: string | undefined;
  readonly as?: string | undefined;
}

/**
 * Reads `--url` or `HMS_URL`, and `--as`, `HMS_TOKEN` or `HMS_AS` in this order. Where none of them names a caller, it is
 * whoever signed in, and else, on this machine, the local identity `dev`. Nothing is called yet.
 * @throws UsageError when the address is none.
 */
export function connect(flags: ConnectionFlags, io: Pick<CliIo, 'env' | 'wait' | 'kept'>): Connection {
  const baseUrl = addressOf(flags.url ?? io.env['HMS_URL'] ?? LOCAL_URL);
  const options: ClientOptions = { baseUrl, wait: io.wait };
  const dev = createDevClient(options);
  const signIns = new KeptSignIns(io.kept);
  const named = namedCaller(flags, io.env);
  const caller = async () => named ?? (await unnamedCaller(baseUrl, signIns));
  const token = callerToken({ baseUrl, dev, signIns }, caller);
  return { baseUrl, api: createClient({ ...options, token }), dev, signIns, named, caller };
}

/** Whether an address is of this machine. */
export function isLocal(baseUrl: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(baseUrl).hostname);
}

function addressOf(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url.replace(/\/+$/, '');
  throw new UsageError(`"${url}" is no address. Write it like ${LOCAL_URL}, in --url or HMS_URL.`);
}

function namedCaller({ as }: ConnectionFlags, env: CliIo['env']): Caller | undefined {
  if (as !== undefined) return { kind: 'local identity', as };
  const { HMS_TOKEN: token, HMS_AS: other } = env;
  if (token) return { kind: 'HMS_TOKEN', token };
  return other === undefined ? undefined : { kind: 'local identity', as: other };
}

async function unnamedCaller(baseUrl: string, signIns: KeptSignIns): Promise<Caller> {
  if (await signIns.find(baseUrl)) return { kind: 'sign-in' };
  if (isLocal(baseUrl)) return { kind: 'local identity', as: 'dev' };
  throw new UsageError(
    `Nobody is signed in at ${baseUrl}. Sign in: hms login --url ${baseUrl} - or put a token into HMS_TOKEN.`,
  );
}

type Doors = Pick<Connection, 'baseUrl' | 'dev' | 'signIns'>;

/** The token of the caller, got only when a call needs it; that of a local identity is taken once. */
function callerToken(doors: Doors, caller: () => Promise<Caller>): () => Promise<string | undefined> {
  let taken: Promise<{ readonly token: string }> | undefined;
  return async () => {
    const now = await caller();
    if (now.kind === 'HMS_TOKEN') return now.token;
    if (now.kind === 'sign-in') return keptToken(doors);
    if (!isLocal(doors.baseUrl))
      throw new UsageError(
        `${doors.baseUrl} has no local identities. Sign in: hms login --url ${doors.baseUrl}`,
      );
    taken ??= doors.dev.takeIdentity({ body: { as: now.as } });
    return (await taken).token;
  };
}

async function keptToken({ baseUrl, signIns }: Doors): Promise<string | undefined> {
  const kept = await signIns.find(baseUrl);
  return kept && signedInToken(kept, signIns);
}
