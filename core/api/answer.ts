import { API_PREFIX } from '../contract/api-prefix.ts';
import type { Change } from '../contract/change.ts';
import type { Route } from '../contract/routes/route.ts';
import type { ApiResponse } from './api-request.ts';
import type { Reply } from './handler.ts';

/** Where a Change can be watched. */
export function changeAddress(id: string): string {
  return `${API_PREFIX}/changes/${id}`;
}

/** The reply of a route that asks for a Change: 202 with its address, or 200 when there is nothing to watch. */
export function changeReply(change: Change): Reply<Change> {
  if (change.plan.noChange || change.status === 'PLANNED') return { body: change, status: 200 };
  return { body: change, status: 202, location: changeAddress(change.id) };
}

/** Whether a route answers a Change: told by the name of its schema, so that not every function holds that schema. */
export function answersChange(route: Route): boolean {
  return route.result.meta()?.id === 'Change';
}

/** The reply of a handler as an answer to send. An export is streamed, a bundle is bytes, everything else JSON. */
export function responseOf(route: Route, reply: Reply<unknown>, correlationId: string): ApiResponse {
  const { status = route.success, location, version, etag } = reply;
  return {
    status,
    headers: {
      'content-type': route.contentType ?? 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-correlation-id': correlationId,
      ...(location !== undefined && { location }),
      ...(version !== undefined && { etag: `"${version}"` }),
      ...(etag !== undefined && { etag }),
    },
    body: bodyOf(route, reply),
  };
}

function bodyOf(route: Route, { body, status }: Reply<unknown>): ApiResponse['body'] {
  if (status === 304) return '';
  // Safe: the type of a handler whose route has a content type of its own makes its body bytes or a stream of text.
  return route.contentType ? (body as Exclude<ApiResponse['body'], string>) : JSON.stringify(body);
}
