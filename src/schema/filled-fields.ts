import { type JsonSchema, recordJsonSchema } from './json-schema.ts'
import type { DataType } from './records.ts'

const known = new Map<DataType, JsonSchema>()

/**
 * The fields of the schema in which none of these records says anything, as dotted paths in the order of the schema;
 * `[]` stands behind a list. Of a group that is empty as a whole only the group is named.
 */
export function emptyFields(type: DataType, records: readonly unknown[]): string[] {
  const schema = schemaOf(type)
  return emptyIn(schema, schema, records, '')
}

/** The single fields of the schema in which any of these records says something, named and ordered as by `emptyFields`. */
export function filledFields(type: DataType, records: readonly unknown[]): string[] {
  const schema = schemaOf(type)
  return filledIn(schema, schema, records, '')
}

function schemaOf(type: DataType): JsonSchema {
  const schema = known.get(type) ?? recordJsonSchema(type)
  known.set(type, schema)
  return schema
}

interface Part {
  name: string
  /** What stands before the names of the fields inside. */
  within: string
  schema: JsonSchema
  /** What the records say there, lists taken apart. */
  values: unknown[]
}

/** The fields of a part, each with its values: a schema may hold itself, so only what has values is gone into. */
function partsOf(root: JsonSchema, part: JsonSchema, objects: readonly unknown[], before: string): Part[] {
  return Object.entries(resolved(root, part).properties ?? {}).map(([property, described]) => {
    const values = objects.map((object) => (isObject(object) ? object[property] : undefined)).filter(saysSomething)
    const field = resolved(root, described)
    const name = `${before}${property}`
    if (field.type !== 'array') return { name, within: `${name}.`, schema: field, values }
    const item = Array.isArray(field.items) ? undefined : field.items
    return { name, within: `${name}[].`, schema: resolved(root, item), values: values.flat() }
  })
}

const emptyIn = (root: JsonSchema, part: JsonSchema, objects: readonly unknown[], before: string): string[] =>
  partsOf(root, part, objects, before).flatMap(({ name, within, schema, values }) =>
    values.length === 0 ? [name] : emptyIn(root, schema, values, within),
  )

const filledIn = (root: JsonSchema, part: JsonSchema, objects: readonly unknown[], before: string): string[] =>
  partsOf(root, part, objects, before).flatMap(({ name, within, schema, values }) => {
    if (values.length === 0) return []
    return schema.properties === undefined ? [name] : filledIn(root, schema, values, within)
  })

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const saysSomething = (value: unknown): boolean =>
  isObject(value) ? Object.values(value).some(saysSomething) : value !== null && value !== undefined

/** What a part means: behind its reference, and without the null that says "unknown". */
function resolved(root: JsonSchema, part: JsonSchema | boolean | undefined): JsonSchema {
  if (part === undefined || typeof part === 'boolean') return {}
  const [, name] = /^#\/\$defs\/(\w+)$/.exec(part.$ref ?? '') ?? []
  if (name !== undefined) return resolved(root, root.$defs?.[name])
  const choice = part.anyOf?.find((one) => typeof one !== 'boolean' && one.type !== 'null')
  return choice === undefined ? part : resolved(root, choice)
}
