import { type Client, createClient, createDevClient, type DevClient } from '../../client/create-client.ts';
import type { ClientOptions } from '../../client/send.ts';
import type { CliIo } from './cli-io.ts';
import { UsageError } from './exit-code.ts';

/** Where the embedded control plane listens unless told otherwise. */
const LOCAL_URL = 'http://localhost:3000';

/** Which control plane is called, and as whom. */
export interface Connection {
  readonly baseUrl: string;
  readonly api: Client;
  readonly dev: DevClient;
  /** The local identity that is taken; undefined where `HMS_TOKEN` says who calls. */
  readonly as: string | undefined;
}

/** What of the command line decides on the connection. */
export interface ConnectionFlags {
  readonly url?: string | undefined;
  readonly as?: string | undefined;
}

/**
 * Reads `--url` or `HMS_URL`, and `--as`, `HMS_TOKEN` or `HMS_AS` in this order. Nothing is called yet.
 * @throws UsageError when the address is none.
 */
export function connect(flags: ConnectionFlags, io: Pick<CliIo, 'env' | 'wait'>): Connection {
  const baseUrl = addressOf(flags.url ?? io.env['HMS_URL'] ?? LOCAL_URL);
  const token = flags.as === undefined ? io.env['HMS_TOKEN'] : undefined;
  const as = token ? undefined : (flags.as ?? io.env['HMS_AS'] ?? 'dev');
  const options: ClientOptions = { baseUrl, wait: io.wait };
  const dev = createDevClient(options);
  const api = createClient({ ...options, token: token || identityToken(dev, { baseUrl, as: as ?? 'dev' }) });
  return { baseUrl, api, dev, as };
}

function addressOf(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url.replace(/\/+$/, '');
  throw new UsageError(`"${url}" is no address. Write it like ${LOCAL_URL}, in --url or HMS_URL.`);
}

/** A token of a local identity, taken once and only when a call needs it. */
function identityToken(
  dev: DevClient,
  { baseUrl, as }: { readonly baseUrl: string; readonly as: string },
): () => Promise<string> {
  let taken: Promise<{ readonly token: string }> | undefined;
  return async () => {
    if (!isLocal(baseUrl))
      throw new UsageError(
        `${baseUrl} has no local identities. Put the token of your sign-in into HMS_TOKEN.`,
      );
    taken ??= dev.takeIdentity({ body: { as } });
    return (await taken).token;
  };
}

function isLocal(baseUrl: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(baseUrl).hostname);
}
