import * as z from 'zod';
import { SignInTokens } from '../../../client/sign-in.ts';
import { SignInConfig } from '../../../core/contract/page-config.ts';

/** Small files that nobody but this user can read, by name. */
export interface PrivateFiles {
  /** The text of a file; undefined when there is none. */
  read(name: string): Promise<string | undefined>;
  /** Replaces a file as a whole. */
  write(name: string, text: string): Promise<void>;
  /** Removes a file; nothing happens when there is none. */
  remove(name: string): Promise<void>;
}

/** A sign-in that lasts over invocations: to which control plane, at whose pages, with which tokens. */
export const KeptSignIn = z
  .object({ baseUrl: z.string(), config: SignInConfig, tokens: SignInTokens })
  .readonly();
export type KeptSignIn = z.infer<typeof KeptSignIn>;

/** The sign-ins of this user, one for each control plane. */
export class KeptSignIns {
  readonly #files: PrivateFiles;

  constructor(files: PrivateFiles) {
    this.#files = files;
  }

  /** The sign-in to a control plane; undefined when there is none that can be read. */
  async find(baseUrl: string): Promise<KeptSignIn | undefined> {
    const text = await this.#files.read(nameOf(baseUrl));
    if (text === undefined) return undefined;
    const kept = KeptSignIn.safeParse(jsonOrUndefined(text)).data;
    return kept?.baseUrl === baseUrl ? kept : undefined;
  }

  async keep(kept: KeptSignIn): Promise<void> {
    await this.#files.write(nameOf(kept.baseUrl), `${JSON.stringify(kept)}\n`);
  }

  async forget(baseUrl: string): Promise<void> {
    await this.#files.remove(nameOf(baseUrl));
  }
}

/** `https://ops.example:8443` -> `sign-in-ops.example-8443.json` */
function nameOf(baseUrl: string): string {
  return `sign-in-${new URL(baseUrl).host.replace(/[^a-z0-9.]/gi, '-')}.json`;
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
