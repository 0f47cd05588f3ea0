import type { Service } from '../../contract/service.ts';
import { ServiceSpec } from '../../contract/service-spec.ts';
import { fieldErrors, invalid } from '../field-errors.ts';

/** Fields whose own fields may be sent one by one; every other field is replaced whole. */
const MERGED_FIELDS: readonly string[] = ['scaling', 'healthCheck'];

/**
 * The whole spec after a patch: what is not named keeps its value, inside `scaling` and `healthCheck` too.
 * @throws OpsError `request.invalid` when the whole would not be a legal spec. Pure.
 */
export function patchedSpec(service: Service, patch: unknown): ServiceSpec {
  const value = { ...mergeFields(service.spec, patch), name: service.name };
  const parsed = ServiceSpec.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(fieldErrors(parsed.error.issues, { value, whole: 'body', known: [] }), parsed.error);
}

function mergeFields(spec: object, patch: unknown): object {
  if (!isObject(patch)) return spec;
  const merged = Object.entries(patch).map(([field, value]) => [
    field,
    MERGED_FIELDS.includes(field) ? mergeDeep(Reflect.get(spec, field), value) : value,
  ]);
  return { ...spec, ...Object.fromEntries(merged) };
}

function mergeDeep(before: unknown, patch: unknown): unknown {
  if (!isObject(before) || !isObject(patch)) return patch;
  const merged = Object.entries(patch).map(([key, value]) => [
    key,
    mergeDeep(Reflect.get(before, key), value),
  ]);
  return { ...before, ...Object.fromEntries(merged) };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
