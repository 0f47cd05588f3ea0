import * as z from 'zod';

const Schema = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  required: z.array(z.string()).optional(),
});

/** The top-level fields of an object schema: name, type and whether a caller must give it. */
export function fieldsOf(schema: z.ZodType): readonly (readonly string[])[] {
  const { properties = {}, required = [] } = Schema.parse(jsonSchemaOf(schema));
  return Object.entries(properties).map(([name, field]) => [
    `\`${name}\``,
    typeOf(field),
    required.includes(name) ? 'yes' : 'no',
  ]);
}

/** The name that a schema was given for OpenAPI, or what it is. */
export function nameOf(schema: z.ZodType): string {
  const id = z.globalRegistry.get(schema)?.id;
  if (id) return id;
  const items = itemsOf(schema);
  return items ? `page of ${nameOf(items)}` : schema.def.type;
}

function itemsOf(schema: z.ZodType): z.ZodType | undefined {
  if (!(schema instanceof z.ZodObject)) return undefined;
  const list: unknown = schema.shape['items'];
  const inner = list instanceof z.ZodReadonly ? list.unwrap() : list;
  const element = inner instanceof z.ZodArray ? inner.element : undefined;
  return element instanceof z.ZodType ? element : undefined;
}

function jsonSchemaOf(schema: z.ZodType): unknown {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' });
}

function typeOf(field: Readonly<Record<string, unknown>>): string {
  const { type, anyOf, oneOf, items, enum: values, const: only } = field;
  if (Array.isArray(values)) return values.map((value) => `\`${value}\``).join(', ');
  if (only !== undefined) return `\`${only}\``;
  const choices = anyOf ?? oneOf;
  if (Array.isArray(choices)) return [...new Set(choices.map(typeOf))].join(' or ');
  if (type === 'array') return `list of ${typeOf(Fields.parse(items))}`;
  return type === 'object' ? objectOf(field) : scalarOf(field);
}

function scalarOf({ type, minimum, maximum, pattern }: Readonly<Record<string, unknown>>): string {
  const ends = [minimum, maximum].map((end) => (end === undefined ? '' : String(end)));
  const range = ends.join('') === '' ? '' : ` ${ends.join('..')}`;
  return `${type ?? 'any JSON'}${range}${pattern ? ` matching \`${pattern}\`` : ''}`;
}

const Fields = z.record(z.string(), z.unknown());

function objectOf(field: Readonly<Record<string, unknown>>): string {
  const { properties } = Schema.parse(field);
  return properties ? `object { ${Object.keys(properties).join(', ')} }` : 'object';
}
