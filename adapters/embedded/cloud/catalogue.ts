import { sha256Hex } from '../../../core/digest.ts';
import { type ImageBehaviour, PLAIN_BEHAVIOUR } from './image-behaviour.ts';
import { JOB_IMAGES } from './job-behaviour.ts';

/** What the registry says of an image when it is asked, and how a task behaves that runs it. */
export interface CatalogueImage {
  readonly reference: string;
  /** `unknown`: the registry does not let us ask. */
  readonly manifest: 'resolves' | 'unknown';
  readonly behaviour: ImageBehaviour;
}

/** Reads documents and writes rows: half a vCPU answers 25 requests a second with 610 of 1,024 MiB. */
const JOB_INGEST: ImageBehaviour = {
  ...PLAIN_BEHAVIOUR,
  startSec: [30, 45],
  warmUpSec: 10,
  p50Ms: 90,
  p95Ms: 190,
  memoryMiB: { base: 260, perRps: 14, max: 640 },
};

/** Ranks offers with a model: one vCPU answers 25 requests a second; its memory never passes 1,420 MiB. */
const AI_RECOMMENDER: ImageBehaviour = {
  ...PLAIN_BEHAVIOUR,
  startSec: [60, 90],
  warmUpSec: 20,
  cpuMsPerRequest: 40,
  idleVcpu: 0.01,
  p50Ms: 110,
  p95Ms: 230,
  memoryMiB: { base: 860, perRps: 21, max: 1_420 },
};

const PORTAL_WEB: ImageBehaviour = { ...PLAIN_BEHAVIOUR, cpuMsPerRequest: 8, p50Ms: 25, p95Ms: 70 };

const CANNOT_PULL: Partial<ImageBehaviour> = { startFailure: 'cannot-pull' };

const GOOD: Readonly<Record<string, ImageBehaviour>> = {
  'govlab/job-ingest:v1': JOB_INGEST,
  'govlab/job-ingest:v3': { ...JOB_INGEST, cpuMsPerRequest: 19, p95Ms: 180 },
  'govlab/job-ingest:v4': { ...JOB_INGEST, cpuMsPerRequest: 18, p95Ms: 170 },
  'govlab/ai-recommender:v1': AI_RECOMMENDER,
  'govlab/ai-recommender:v2': { ...AI_RECOMMENDER, cpuMsPerRequest: 38, p50Ms: 104, p95Ms: 218 },
  'govlab/portal-web:v1': PORTAL_WEB,
  'govlab/portal-web:v2': { ...PORTAL_WEB, p50Ms: 24, p95Ms: 66 },
  'govlab/portal-web:v3': { ...PORTAL_WEB, p50Ms: 23, p95Ms: 64 },
  'public/nginx:1.28': PORTAL_WEB,
  'public/nginx:1.29': PORTAL_WEB,
  'public/httpd:2.4': PORTAL_WEB,
  'public/whoami:v1': PLAIN_BEHAVIOUR,
};

const BAD: Readonly<Record<string, ImageBehaviour>> = {
  'govlab/ai-recommender:v3': { ...AI_RECOMMENDER, p50Ms: 154, p95Ms: 322 },
  'govlab/ai-recommender:v4-crash': { ...AI_RECOMMENDER, exits: { afterSec: 8, code: 1 } },
  'govlab/ai-recommender:v5-oom': { ...AI_RECOMMENDER, growthMiBPerMin: 300 },
  'govlab/portal-web:v4-arm64': { ...PORTAL_WEB, startFailure: 'exec-format' },
  'govlab/portal-web:v5-slow-start': { ...PORTAL_WEB, warmUpSec: 7_200 },
  'govlab/portal-web:v7-crash-loop': { ...PORTAL_WEB, exits: { afterSec: 100, code: 2 } },
  'govlab/portal-web:v6-errors': { ...PORTAL_WEB, errorRatio: 0.2 },
};

const UNKNOWN: Readonly<Record<string, ImageBehaviour>> = {
  'govlab/job-ingest:v2': { ...JOB_INGEST, ...CANNOT_PULL },
};

/** Every image that exists in the simulated cloud. Whatever is not here is missing and cannot be pulled. */
export const CATALOGUE: readonly CatalogueImage[] = [
  ...entries(GOOD, 'resolves'),
  ...entries(BAD, 'resolves'),
  ...entries(UNKNOWN, 'unknown'),
  ...entries(jobImages(), 'resolves'),
];

const byReference = new Map<string, CatalogueImage>();
for (const image of CATALOGUE) {
  byReference.set(image.reference, image);
  byReference.set(digestReference(image.reference), image);
}

/** The image that a tag or digest reference names; undefined when no such image exists. */
export function findImage(reference: string): CatalogueImage | undefined {
  return (
    byReference.get(reference) ??
    byReference.get(withTag(reference)) ??
    byReference.get(withoutTag(reference))
  );
}

/** How a task of this image behaves; one that does not exist cannot be pulled. */
export function behaviourOf(reference: string): ImageBehaviour {
  return findImage(reference)?.behaviour ?? { ...PLAIN_BEHAVIOUR, ...CANNOT_PULL };
}

/** `repository@sha256:...` of a tag reference: the same reference has the same digest on every machine. */
export function digestReference(reference: string): string {
  const tagged = withTag(reference);
  return `${tagged.slice(0, tagged.lastIndexOf(':'))}@sha256:${sha256Hex(tagged)}`;
}

/** Images made for jobs: as a service each would end at once. */
function jobImages(): Readonly<Record<string, ImageBehaviour>> {
  const images = Object.entries(JOB_IMAGES);
  return Object.fromEntries(
    images.map(([name, job]) => [name, { ...PLAIN_BEHAVIOUR, exits: { afterSec: 60, code: 0 }, job }]),
  );
}

/** Source of the default tag: OCI distribution, `latest` where none is named. */
function withTag(reference: string): string {
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  return name.includes(':') || name.includes('@') ? reference : `${reference}:latest`;
}

/** `repository:tag@sha256:...` without its tag: where both stand, the digest decides. */
function withoutTag(reference: string): string {
  return reference.replace(/:[^:/@]+@/, '@');
}

function entries(
  images: Readonly<Record<string, ImageBehaviour>>,
  manifest: CatalogueImage['manifest'],
): readonly CatalogueImage[] {
  return Object.entries(images).map(([reference, behaviour]) => ({ reference, manifest, behaviour }));
}
