import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What an interpreter says of itself. */
export interface Interpreter {
  readonly command: string;
  readonly version: readonly [major: number, minor: number];
  /** Whether it can make virtual environments with pip in them. */
  readonly hasVenv: boolean;
}

/** The oldest Python that MiniStack runs on. Source: its package's `Requires-Python`. */
const OLDEST = [3, 10] as const;

const NAMES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

const ASK = `
import sys
try:
    import venv, ensurepip
    whole = True
except ImportError:
    whole = False
print(sys.version_info[0], sys.version_info[1], int(whole))
`;

/** A Python that will do, or what is missing and how to get it. */
export type PythonChoice =
  | { readonly kind: 'ready'; readonly command: string }
  | { readonly kind: 'missing'; readonly what: string; readonly how: string };

const HOW =
  'Install it, e.g. `apt-get install python3 python3-venv` or from python.org; ' +
  'or set AWS_ENDPOINT_URL to an emulator of AWS that runs already.';

/** The first interpreter that will do. Pure. */
export function choosePython(found: readonly Interpreter[]): PythonChoice {
  const recent = found.filter(({ version: [major, minor] }) => major === OLDEST[0] && minor >= OLDEST[1]);
  const ready = recent.find(({ hasVenv }) => hasVenv);
  if (ready) return { kind: 'ready', command: ready.command };
  const [without] = recent;
  if (without)
    return {
      kind: 'missing',
      what: `${without.command} has no venv with pip (modules venv, ensurepip).`,
      how: HOW,
    };
  const there = found.map(({ command, version }) => `${command} is ${version.join('.')}`).join(', ');
  const what = `An emulator needs Python ${OLDEST.join('.')} or newer; ${there || 'there is none on the PATH'}.`;
  return { kind: 'missing', what, how: HOW };
}

/** The interpreters on the PATH, in the order in which they are preferred. */
export async function findPythons(): Promise<readonly Interpreter[]> {
  const asked = await Promise.all(NAMES.map(ask));
  return asked.flatMap((interpreter) => interpreter ?? []);
}

async function ask(command: string): Promise<Interpreter | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, ['-c', ASK], { timeout: 10_000 });
    const [major = 0, minor = 0, whole] = stdout.trim().split(' ').map(Number);
    return { command, version: [major, minor], hasVenv: whole === 1 };
  } catch {
    return undefined;
  }
}
