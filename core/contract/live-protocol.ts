/** The subprotocol of the live channel; the token travels as a second one, because browsers can set no header. */
export const LIVE_PROTOCOL = 'hms.v1';

/** The token that `Sec-WebSocket-Protocol` carries behind `hms.v1`; undefined when it is not so. Pure. */
export function liveTokenOf(header: string | undefined): string | undefined {
  const [protocol, token] = (header ?? '').split(',').map((part) => part.trim());
  return protocol === LIVE_PROTOCOL && token ? token : undefined;
}
