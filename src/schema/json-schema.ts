import { z } from 'zod'
import { type EventType, eventSchemas } from './events.ts'
import { type DataType, recordSchemas } from './records.ts'

export type JsonSchema = z.core.JSONSchema.JSONSchema

export interface JsonSchemas {
  records: Record<DataType, JsonSchema>
  events: Record<EventType, JsonSchema>
}

// zod writes the bounds of a safe integer into every whole number and calls enumerations of whole numbers "number".
const tidied = (schema: z.core.JSONSchema.BaseSchema): void => {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  if (schema.type === 'number' && schema.enum?.every(Number.isInteger)) schema.type = 'integer'
}

const jsonSchemaOf = (name: string, schema: z.ZodType): JsonSchema => ({
  ...z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    override: ({ jsonSchema }) => tidied(jsonSchema),
  }),
  title: schema.meta()?.title ?? name,
})

const each = <K extends string>(schemas: Readonly<Record<K, z.ZodType>>): Record<K, JsonSchema> => {
  // The keys of the result are those of the argument, which `fromEntries` cannot say.
  return Object.fromEntries(
    Object.entries<z.ZodType>(schemas).map(([name, schema]) => [name, jsonSchemaOf(name, schema)]),
  ) as Record<K, JsonSchema>
}

/** The JSON Schema of one record. */
export const recordJsonSchema = (type: DataType): JsonSchema => jsonSchemaOf(type, recordSchemas[type])

/**
 * JSON Schema 2020-12 of every record and every event body, each whole in itself with its parts under `$defs`. Every
 * key carries its description with the unit.
 */
export const jsonSchemas = (): JsonSchemas => ({ records: each(recordSchemas), events: each(eventSchemas) })
