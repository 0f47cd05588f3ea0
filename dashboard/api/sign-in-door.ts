import { WebStorageStateStore } from 'oidc-client-ts';
import { SignIn, SignInTokens } from '../../client/sign-in.ts';
import { SignInProblem } from '../../client/sign-in-problem.ts';
import type { SignInConfig } from '../../core/contract/page-config.ts';
import { type Door, type Session, session, whoseIs } from './session.ts';
import { keep, kept } from './tab-store.ts';

/** Where the sign-in pages lead back to: the root of the page, which is registered with them. */
const redirectUri = `${location.origin}/`;

/**
 * The door of a deployed world: people sign in at pages of its own, and come back to where they were. The tokens live as
 * long as the tab. Signing out in one tab signs out every tab of this browser.
 */
export class SignInDoor implements Door {
  readonly pages = { signIn: () => this.#goSignIn(), signOut: () => this.#signOut() };
  readonly #signIn: SignIn;
  readonly #otherTabs = new BroadcastChannel('hms.signed-out');
  #tokens: SignInTokens | undefined;
  #ended: SignInProblem | undefined;
  #renewing: Promise<void> | undefined;

  constructor(config: SignInConfig) {
    const store = new WebStorageStateStore({ store: sessionStorage, prefix: 'hms.sign-in.' });
    this.#signIn = new SignIn({ config, redirectUri, store });
    this.#otherTabs.onmessage = () => this.#leave();
  }

  async enter(): Promise<Session> {
    try {
      if (isAnswer(location.search)) await this.#comeBack();
      else this.#remember(SignInTokens.safeParse(kept()).data);
      return await this.#resume();
    } catch (cause) {
      if (!SignInProblem.is(cause) || cause.reason === 'unreachable') throw cause;
      this.#remember(undefined);
      return { kind: 'signed out', problem: cause };
    }
  }

  /** However many ask at once, the refresh token is used once. */
  renew(): Promise<void> {
    this.#renewing ??= this.#renewNow().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  /** A token that still holds is good enough while the sign-in pages cannot be reached. */
  async keepFresh(): Promise<void> {
    if (!this.#tokens || Date.now() < this.#tokens.renewAtMs) return;
    const holds = Date.now() < this.#tokens.expiresAtMs;
    await this.renew().catch((cause: unknown) => {
      if (!holds) throw cause;
    });
  }

  async #comeBack(): Promise<void> {
    try {
      const { tokens, returnTo } = await this.#signIn.finish(location.href);
      this.#remember(tokens);
      showAddress(returnTo);
    } catch (cause) {
      showAddress((SignInProblem.is(cause) && cause.returnTo) || '/');
      throw cause;
    }
  }

  async #resume(): Promise<Session> {
    await this.keepFresh();
    const found = await this.#whoIsIn();
    if (found.kind === 'signed in' || !this.#tokens) return found;
    await this.renew();
    return this.#whoIsIn();
  }

  async #whoIsIn(): Promise<Session> {
    if (!this.#tokens) return { kind: 'signed out', ...(this.#ended && { problem: this.#ended }) };
    const { idToken } = this.#tokens;
    const me = await whoseIs(idToken);
    if (!me) return { kind: 'signed out', problem: new SignInProblem('ended') };
    return { kind: 'signed in', as: me.sub, token: idToken, me, picker: [] };
  }

  async #renewNow(): Promise<void> {
    if (!this.#tokens) return;
    try {
      const tokens = await this.#signIn.renew(this.#tokens);
      this.#remember(tokens);
      const now = session.get();
      if (now.kind === 'signed in') session.set({ ...now, token: tokens.idToken });
    } catch (cause) {
      if (!SignInProblem.is(cause) || cause.reason === 'unreachable') throw cause;
      this.#remember(undefined);
      this.#ended = cause;
      if (session.get().kind === 'signed in') session.set({ kind: 'signed out', problem: cause });
    }
  }

  async #goSignIn(): Promise<void> {
    const { pathname, search, hash } = location;
    location.assign(await this.#signIn.start(`${pathname}${search}${hash}`));
  }

  async #signOut(): Promise<void> {
    const tokens = this.#tokens;
    this.#otherTabs.postMessage('signed out');
    this.#leave();
    if (tokens) await this.#signIn.revoke(tokens);
    location.assign(this.#signIn.signOutUrl());
  }

  #leave(): void {
    this.#remember(undefined);
    session.set({ kind: 'signed out' });
  }

  #remember(tokens: SignInTokens | undefined): void {
    this.#tokens = tokens;
    keep(tokens);
  }
}

/** Whether an address is an answer of the sign-in pages. */
function isAnswer(search: string): boolean {
  const query = new URLSearchParams(search);
  return query.has('state') && (query.has('code') || query.has('error'));
}

/** Shows an address of this page in place of the answer, which works only once. */
function showAddress(path: string): void {
  history.replaceState(null, '', `${location.origin}${path}`);
}
