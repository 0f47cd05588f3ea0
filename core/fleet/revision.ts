import { REVISION_FIELDS, type RevisionContent, type ServiceSpec } from '../contract/service-spec.ts';
import { digestOf } from '../digest.ts';
import { remembered } from '../remembered.ts';

/** The fields of `spec` that make a revision. */
export function contentOf(spec: ServiceSpec): RevisionContent {
  const entries = REVISION_FIELDS.map((field) => [field, spec[field]]);
  return Object.fromEntries(entries) as RevisionContent; // safe: REVISION_FIELDS are exactly its keys
}

/** The address of a revision's content: equal contents have equal hashes. */
export function contentHashOf(content: RevisionContent): string {
  return digestOf(content);
}

/** The address of the content that `spec` asks for. */
export const contentHashOfSpec = remembered((spec: ServiceSpec) => contentHashOf(contentOf(spec)));

/** `spec` with the fields that make a revision taken from `content`. */
export function specWith(spec: ServiceSpec, content: RevisionContent): ServiceSpec {
  return { ...spec, ...content };
}
