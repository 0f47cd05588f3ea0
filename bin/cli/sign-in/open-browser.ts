import { spawn } from 'node:child_process';

/**
 * Opens an address in the browser of whoever sits here; nothing happens where there is none. The address is given as an
 * argument, never to a shell.
 */
export function openBrowser(url: string, env: Readonly<Record<string, string | undefined>>): void {
  const opener = openerOf(process.platform, env);
  if (!opener) return;
  const [program, ...words] = opener;
  const child = spawn(program, [...words, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined); // the address stands on the terminal
  child.unref();
}

/** What opens addresses on a platform; undefined where nobody could see it. Pure. */
export function openerOf(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): readonly [string, ...string[]] | undefined {
  if (env['SSH_CONNECTION']) return undefined;
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : undefined;
}
