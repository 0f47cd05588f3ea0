import type { PolicyVersion } from '../contract/policy.ts';
import { canonicalJson } from '../digest.ts';
import type { BundleFile } from '../ports.ts';
import { revisionOf } from './policy-versions.ts';

/**
 * The files of the bundle of a version, without its signatures. JSON is in canonical form: its bytes are what OPA
 * hashes. The roots are exactly what the bundle brings, so that bundles of several policies live side by side.
 * Source of names and fields: openpolicyagent.org/docs/management-bundles, "Bundle File Format". Pure.
 */
export function bundleFiles(
  version: Pick<PolicyVersion, 'name' | 'number' | 'content'>,
): readonly BundleFile[] {
  const { data, rego } = version.content;
  const manifest = { revision: revisionOf(version), roots: rootsOf(version) };
  return [
    { name: '.manifest', text: canonicalJson(manifest) },
    { name: 'data.json', text: canonicalJson(data) },
    ...(rego === undefined ? [] : [{ name: 'policy.rego', text: rego }]),
  ];
}

/** The `package` of a Rego module as its path, e.g. `grants/images`; undefined where it names none. Pure. */
export function packageOf(rego: string): string | undefined {
  return /^[ \t]*package[ \t]+([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)[ \t]*(?:#.*)?$/m
    .exec(rego)?.[1]
    ?.replaceAll('.', '/');
}

function rootsOf({ content }: Pick<PolicyVersion, 'content'>): readonly string[] {
  const roots = Object.keys(content.data);
  const path = content.rego === undefined ? undefined : packageOf(content.rego);
  if (path === undefined || roots.some((root) => path === root || path.startsWith(`${root}/`)))
    return roots.sort();
  return [...roots, path].sort();
}
