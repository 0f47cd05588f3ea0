import * as z from 'zod';

/** A CloudFormation template, as far as it is looked at here. */
export const Template = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Properties: z.unknown().optional(),
      DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
    }),
  ),
});
export type Template = z.infer<typeof Template>;

type Resource = Template['Resources'][string];

/** A template that a target can carry, and the types of what it had to be deployed without. */
export interface FittedTemplate {
  readonly template: Template;
  readonly without: readonly string[];
}

/**
 * The template without resources of `types`, and without what points at them, such as a route to a gateway that is not
 * there. Everything else stays as it was synthesized. Pure.
 */
export function fitTemplate(template: Template, types: readonly string[]): FittedTemplate {
  const gone = new Set<string>();
  const without: string[] = [];
  for (const [id, { Type }] of Object.entries(template.Resources)) {
    if (!types.includes(Type)) continue;
    gone.add(id);
    without.push(Type);
  }
  for (let grew = true; grew; ) {
    const pointing = Object.entries(template.Resources).filter(
      ([id, { Properties }]) => !gone.has(id) && pointsAt(Properties, gone),
    );
    for (const [id] of pointing) gone.add(id);
    grew = pointing.length > 0;
  }
  const kept = Object.entries(template.Resources).filter(([id]) => !gone.has(id));
  const resources = kept.map(([id, resource]) => [id, withoutWaiting(resource, gone)]);
  const fitted = { ...template, Resources: Object.fromEntries(resources) };
  return { template: Template.parse(spelledOut(fitted)), without };
}

/**
 * Says the URL of a user pool by its name, which every emulator knows. Source: CloudFormation, AWS::Cognito::UserPool,
 * return values: `ProviderURL` is `https://` and `ProviderName`.
 */
function spelledOut(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(spelledOut);
  const attribute: unknown = Reflect.get(value, 'Fn::GetAtt');
  if (Array.isArray(attribute) && attribute[1] === 'ProviderURL')
    return { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [attribute[0], 'ProviderName'] }]] };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spelledOut(inner)]));
}

function withoutWaiting({ DependsOn, ...resource }: Resource, gone: ReadonlySet<string>): Resource {
  const waited = [DependsOn ?? []].flat().filter((id) => !gone.has(id));
  return waited.length === 0 ? resource : { ...resource, DependsOn: waited };
}

/** Whether a value refers to one of `ids` by `Ref` or `Fn::GetAtt`. */
function pointsAt(value: unknown, ids: ReadonlySet<string>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => {
    if (key === 'Ref') return ids.has(String(inner));
    if (key === 'Fn::GetAtt') return ids.has(String([inner].flat()[0]).split('.')[0] ?? '');
    return pointsAt(inner, ids);
  });
}
