import type { DiffLine } from '../contract/change.ts';
import type { Limits } from '../contract/proposal.ts';
import type { Service } from '../contract/service.ts';
import type { Replicas, RevisionContent, ServiceSpec } from '../contract/service-spec.ts';
import { canonicalJson } from '../digest.ts';
import { OpsError } from '../errors.ts';
import { specWith } from '../fleet/revision.ts';
import { clamp } from '../units.ts';
import type { Facts } from './facts.ts';

/** What a service is, as far as a Change can alter it. `until`: when `bounds` go back. */
export interface Shape {
  readonly spec: ServiceSpec;
  readonly bounds: Replicas;
  readonly until?: string | undefined;
  /** The maximum that comes back at `until`: it stays committed. */
  readonly returnsToMax?: number | undefined;
  readonly desiredCount: number;
  /** A field that is set again although nothing about the shape changes. */
  readonly again?: string | undefined;
}

/** What the service is before the Change; undefined when nothing runs under the name. */
export function shapeBefore(service: Service | undefined): Shape | undefined {
  return !service || service.status === 'RETIRED' ? undefined : presentShape(service);
}

function presentShape({ spec, bounds, timeBox, desiredCount }: Service): Shape {
  return { spec, bounds, until: timeBox?.until, returnsToMax: timeBox?.revertTo.max, desiredCount };
}

/** What the service would be after the Change; undefined when nothing would run. Pure. */
export function shapeAfter(facts: Facts): Shape | undefined {
  const { intent } = facts.request;
  switch (intent.kind) {
    case 'deploy':
    case 'update':
      return withSpec(facts, { ...intent.spec, image: facts.resolvedImage ?? intent.spec.image });
    case 'rollback':
      return rolledBack(facts);
    case 'bounds':
      return bounded(existing(facts), intent.replicas, intent.until);
    case 'restore':
      return restored(facts);
    case 'drift':
      return drifted(facts, intent.field, intent.answer);
    case 'optimize':
      return optimized(existing(facts), intent.limits);
    case 'retire':
    case 'budget':
    case 'job':
    case 'policy':
      return undefined;
  }
}

function existing(facts: Facts): Service {
  if (facts.service) return facts.service;
  throw new OpsError('service.not_found', `No service is named ${facts.request.target.name}.`, {
    remedy: 'List the services and use one of their names, or deploy it first.',
    params: { service: facts.request.target.name },
  });
}

function withSpec(facts: Facts, spec: ServiceSpec): Shape {
  const before = shapeBefore(facts.service);
  if (!before) return { spec, bounds: spec.replicas, desiredCount: spec.replicas.min };
  const sameReplicas = canonicalJson(before.spec.replicas) === canonicalJson(spec.replicas);
  return sameReplicas ? { ...before, spec } : { ...bounded(existing(facts), spec.replicas), spec };
}

function bounded(service: Service, replicas: Replicas, until?: string): Shape {
  const spec = until === undefined ? { ...service.spec, replicas } : service.spec;
  const desiredCount = clamp(service.desiredCount, replicas.min, replicas.max);
  const returnsToMax = until === undefined ? undefined : (service.timeBox?.revertTo ?? service.bounds).max;
  return { spec, bounds: replicas, until, returnsToMax, desiredCount };
}

function optimized(service: Service, limits: Limits): Shape {
  const { cpuUnits, memoryMiB, min, max, cpuTarget } = limits;
  const { scaling } = service.spec;
  const targets = { ...scaling.targets, cpu: cpuTarget };
  const shape = bounded(service, { min, max });
  return { ...shape, spec: { ...shape.spec, cpuUnits, memoryMiB, scaling: { ...scaling, targets } } };
}

function rolledBack(facts: Facts): Shape {
  const service = existing(facts);
  if (facts.target) return { ...presentShape(service), spec: specWith(service.spec, facts.target.content) };
  throw new OpsError('revision.not_found', `${service.name} keeps no such revision.`, {
    remedy: `List /api/v1/services/${service.name}/revisions and name one of them.`,
    params: { service: service.name },
  });
}

function restored(facts: Facts): Shape {
  const { spec } = existing(facts);
  return { spec, bounds: spec.replicas, desiredCount: spec.replicas.min };
}

function drifted(facts: Facts, field: string, answer: 'revert' | 'adopt'): Shape {
  const service = existing(facts);
  const { spec, bounds, desiredCount } = service;
  if (!service.drift.some((drift) => drift.field === field)) throw noDrift(service);
  const now = presentShape(service);
  if (answer === 'revert') return { ...now, again: field };
  if (field !== 'desiredCount') return { ...now, spec: specWith(spec, driftedContent(service)) };
  const actual = service.observed?.desired ?? desiredCount;
  const wider = { min: Math.min(bounds.min, actual), max: Math.max(bounds.max, actual) };
  return { spec: { ...spec, replicas: wider }, bounds: wider, desiredCount: actual };
}

function driftedContent(service: Service): RevisionContent {
  if (service.driftedContent) return service.driftedContent;
  throw noDrift(service);
}

function noDrift({ name }: Service): OpsError {
  return new OpsError('service.no_drift', `${name} runs what it shall run.`, {
    remedy: 'Read the service again; the drift is gone.',
    params: { service: name },
  });
}

/** What differs between two shapes, field by field. Values of the environment are shown, secrets are only ARNs. */
export function diffShapes(before: Shape | undefined, after: Shape | undefined): readonly DiffLine[] {
  return diffFields(before && flatten(before), after && flatten(after));
}

/** What differs between two records, field by field. Pure. */
export function diffFields(before: object = {}, after: object = {}): readonly DiffLine[] {
  const [from, to] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter((path) => canonicalJson(from.get(path)) !== canonicalJson(to.get(path)))
    .map((path) => ({ path, before: from.get(path), after: to.get(path) }));
}

function flatten({ spec, bounds, until, again }: Shape): Readonly<Record<string, unknown>> {
  const { replicas: _replicas, environment, ...rest } = spec;
  const lines: [string, unknown][] = Object.entries(rest);
  for (const [name, value] of Object.entries(environment)) lines.push([`environment.${name}`, value]);
  lines.push(['bounds.min', bounds.min], ['bounds.max', bounds.max]);
  if (until !== undefined) lines.push(['bounds.until', until]);
  if (again !== undefined) lines.push([`drift.${again}`, 'set again']);
  return Object.fromEntries(lines);
}
