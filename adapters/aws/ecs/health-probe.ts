import type { HealthCheck as ContainerCheck, ContainerDefinition } from '@aws-sdk/client-ecs';
import * as z from 'zod';
import { HealthCheck, type RevisionContent } from '../../../core/contract/service-spec.ts';

type Checked = RevisionContent['healthCheck'];

/** Where a health check stands as people wrote it: ECS has no field for a path, nor for a long grace. */
const LABEL = 'hms.health-check';

/** Longest start period of a container health check, in seconds. Source: Amazon ECS API reference, HealthCheck. */
const LONGEST_GRACE_SEC = 300;

/** The label that keeps a health check. Pure. */
export function probeLabel(check: Checked): Record<string, string> {
  return { [LABEL]: JSON.stringify(check) };
}

/** The health check of a container that answers requests. Pure. */
export function healthProbe(port: number, { path, graceSec }: Checked): ContainerCheck {
  return {
    command: ['CMD-SHELL', probe(`http://127.0.0.1:${port}${path}`)],
    interval: 10,
    timeout: 5,
    retries: 3,
    startPeriod: Math.min(LONGEST_GRACE_SEC, graceSec),
  };
}

/**
 * Asks with the first of these programs that the image has. A shell it must have; an image with none of the others is
 * healthy while it runs, as one without a check would be. The URL is a schema's: it holds nothing that a shell reads.
 */
function probe(url: string): string {
  const ways = [
    ['curl', `curl -fsS -o /dev/null ${url}`],
    ['wget', `wget -q -O /dev/null ${url}`],
    ['node', `node -e "fetch('${url}').then((r)=>process.exit(r.ok?0:1),()=>process.exit(1))"`],
    ['python3', `python3 -c "import urllib.request as r;r.urlopen('${url}')"`],
  ];
  const branches = ways.map(([program, ask]) => `command -v ${program} >/dev/null; then ${ask} || exit 1`);
  return `if ${branches.join('; elif ')}; fi`;
}

/**
 * The health check that a container has: what the label says where the check itself says the same; what the check says
 * where somebody altered one of them; the defaults where there is neither. Pure.
 */
export function readProbe({ dockerLabels = {}, healthCheck }: ContainerDefinition): Checked {
  const labelled = labelIn(dockerLabels[LABEL]);
  if (!healthCheck) return labelled ?? HealthCheck.parse({});
  const path = /http:\/\/127\.0\.0\.1:\d+(\/[\w./-]*)/.exec(healthCheck.command?.join(' ') ?? '')?.[1];
  const graceSec = healthCheck.startPeriod ?? 0;
  const isSame = labelled?.path === path && Math.min(LONGEST_GRACE_SEC, labelled?.graceSec ?? 0) === graceSec;
  return labelled && isSame ? labelled : { path: path ?? '/', graceSec };
}

function labelIn(text: string | undefined): Checked | undefined {
  const Label = z.string().transform(jsonIn).pipe(HealthCheck);
  return Label.safeParse(text).data;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
