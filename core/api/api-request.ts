import type { Identity } from '../contract/identity.ts';

/** A call as it arrives, whatever carried it: the local server or a Lambda. Nothing in it is trusted but `identity`. */
export interface ApiRequest {
  /** Path parameters, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Query parameters in the order they were sent; a name may stand there twice. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly rawBody?: string | undefined;
  /** What the verified token says; undefined where there was none. */
  readonly identity?: Identity | undefined;
  readonly correlationId: string;
}

/** An answer for the carrier to send. An export streams its body in pieces, a bundle is bytes. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | AsyncIterable<string>;
}
