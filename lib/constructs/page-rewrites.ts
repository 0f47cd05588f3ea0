import { API_PREFIX } from '../../core/contract/api-prefix.ts';
import { LIVE_STAGE } from './live-api.ts';

/**
 * Addresses inside the page, such as `/services/portal`, are all the one document: what has no dot in its last part is
 * no file. CloudFront Functions, runtime 2.0.
 */
export const TO_DOCUMENT = `
function handler(event) {
  const request = event.request;
  const last = request.uri.split('/').pop();
  if (!last.includes('.')) request.uri = '/index.html';
  return request;
}`;

/** `/api/v1/live` is the stage of the WebSocket API, which has no path below it. */
export const TO_LIVE_STAGE = `
function handler(event) {
  const request = event.request;
  request.uri = '/${LIVE_STAGE}';
  return request;
}`;

/** The path at which the page and the command line expect the WebSocket. */
export const LIVE_PATH = `${API_PREFIX}/live`;
