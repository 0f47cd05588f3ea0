/**
 * A bundle, its names not yet shortened, without what packages keep although nothing here uses it. Both are statements
 * with an effect, so no bundler may drop them by itself:
 *
 * - the SDK registers every error class of a service, of which most are never told apart: Systems Manager alone has 140.
 *   One that is not registered arrives as the service's base exception, with its own `name`, message and fault. Those that
 *   some `instanceof` names stay. With the classes go the schemas that only they named.
 * - zod ties each schema to how it is written as JSON schema, which only documents are made of.
 *
 * 7 to 20 KB of a function, gzipped. A package that changes its form is left as it is, and the size test tells. Pure.
 */
export function withoutUnused(bundle: string): string {
  const toldApart = new Set([...bundle.matchAll(/\binstanceof ([\w$]+)/g)].map(([, name]) => name));
  const slim = bundle
    .replaceAll(REGISTRATION, (statement, error: string) => (toldApart.has(error) ? statement : ''))
    .replaceAll(JSON_SCHEMA, '')
    .replaceAll(STANDARD_JSON_SCHEMA, 'undefined')
    .replaceAll(TO_JSON_SCHEMA, 'undefined');
  return withoutLoneSchemas(slim);
}

/** Schemas of the SDK are arrays with computed keys, which a bundler has to keep; those that nothing names go. */
function withoutLoneSchemas(bundle: string): string {
  const counts = new Map<string, number>();
  for (const [name] of bundle.matchAll(/[\w$]+/g)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return bundle.replaceAll(SCHEMA, (statement, name: string) => (counts.get(name) === 1 ? '' : statement));
}

const SCHEMA = /^var (\w+\$\d*) = \[\n(?: .*\n)*\];$/gm;
const REGISTRATION = /^n\d_registry\d*\.registerError\([\w$]+, ([\w$]+)\);$/gm;
const JSON_SCHEMA = /^\s*inst\._zod\.processJSONSchema = .*;$/gm;
const STANDARD_JSON_SCHEMA = /\bcreateStandardJSONSchemaMethod\(this, "\w+"\)/g;
const TO_JSON_SCHEMA = /\bcreateToJSONSchemaMethod\(this, \{\}\)\(params\)/g;
