import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { MiddlewareHandler } from 'hono';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** Built assets carry a hash of their content in their name, so they never change. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** The dashboard: files of `directory`, and its page for every other address, because the page routes itself. */
export function dashboardFiles(directory: string): MiddlewareHandler {
  return async ({ req }, next) => {
    const path = isRead(req.method) ? decoded(new URL(req.url).pathname) : undefined;
    const answer = path === undefined ? undefined : await fileAnswer(directory, path);
    return answer ?? next();
  };
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

async function fileAnswer(directory: string, path: string): Promise<Response | undefined> {
  const file = await readWithin(directory, path);
  if (file) return send(file, path.startsWith('/assets/') ? IMMUTABLE : 'no-cache');
  const page = extname(path) === '' ? await readWithin(directory, '/index.html') : undefined;
  return page && send(page, 'no-cache');
}

interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** A file below `directory`; undefined for what is not there, lies outside, or has no known type. */
async function readWithin(directory: string, path: string): Promise<StaticFile | undefined> {
  const type = TYPES[extname(path)];
  const full = normalize(join(directory, path));
  if (type === undefined || path.includes('\0') || !full.startsWith(normalize(directory + sep)))
    return undefined;
  try {
    return { bytes: new Uint8Array(await readFile(full)), type };
  } catch {
    return undefined;
  }
}

function send({ bytes, type }: StaticFile, caching: string): Response {
  return new Response(bytes, { headers: { 'content-type': type, 'cache-control': caching } });
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
