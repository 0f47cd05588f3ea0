import * as z from 'zod';

/** A JSON Schema (2020-12), as OpenAPI 3.1 takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Whether a schema describes what callers send or what they get. */
export type Direction = 'input' | 'output';

/**
 * Collects the JSON Schemas of a document: those with an id become components, referred to by name. What callers
 * send gets the ending `Input` where the same id is also something they get, because defaults make the two differ.
 */
export class SchemaCollection {
  readonly #components = new Map<string, JsonSchema>();
  readonly #outputs: ReadonlySet<string>;

  constructor(results: readonly z.ZodType[]) {
    this.#outputs = new Set(
      results.flatMap((schema) => Object.keys(definitionsOf(convert(schema, 'output')))),
    );
  }

  /** The schema, or a reference to it, for use in the document. */
  add(schema: z.ZodType, direction: Direction): JsonSchema {
    const { $defs, $schema, ...root } = convert(schema, direction);
    for (const [id, definition] of Object.entries(definitionsOf({ $defs }))) {
      this.#components.set(this.#name(id, direction), this.#renamed(definition, direction));
    }
    return this.#renamed(root, direction);
  }

  /** Everything that was collected, by name. */
  components(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries([...this.#components].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #name(id: string, direction: Direction): string {
    return direction === 'input' && this.#outputs.has(id) ? `${id}Input` : id;
  }

  /** Points every reference to the components of the document. */
  #renamed(schema: JsonSchema, direction: Direction): JsonSchema {
    const rename = (key: string, value: unknown): unknown =>
      key === '$ref' && typeof value === 'string'
        ? `#/components/schemas/${this.#name(value.replace('#/$defs/', ''), direction)}`
        : value;
    return JSON.parse(JSON.stringify(schema, rename));
  }
}

function convert(schema: z.ZodType, io: Direction): JsonSchema {
  return z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      delete jsonSchema.readOnly; // in OpenAPI it would mean "only in answers"
      delete jsonSchema.id;
      if (io === 'output') delete jsonSchema.additionalProperties; // fields are only ever added
      if (io === 'input' && isPreprocessed(zodSchema))
        Object.assign(jsonSchema, convert(zodSchema.def.out, io));
      delete jsonSchema.$schema;
    },
  });
}

/** A preprocessed schema takes any input as far as zod can tell; what it is parsed by says more. */
function isPreprocessed(schema: unknown): schema is z.ZodPipe<z.ZodTransform, z.ZodType> {
  return schema instanceof z.ZodPipe && schema.def.in instanceof z.ZodTransform;
}

function definitionsOf({ $defs }: JsonSchema): Readonly<Record<string, JsonSchema>> {
  // Safe: zod writes an object of schemas there, or nothing.
  return ($defs ?? {}) as Readonly<Record<string, JsonSchema>>;
}
