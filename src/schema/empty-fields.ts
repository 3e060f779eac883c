import { type JsonSchema, recordJsonSchema } from './json-schema.ts'
import type { DataType } from './records.ts'

const known = new Map<DataType, JsonSchema>()

/**
 * The fields of the schema in which none of these records says anything, as dotted paths in the order of the schema;
 * `[]` stands behind a list. Of a group that is empty as a whole only the group is named.
 */
export function emptyFields(type: DataType, records: readonly unknown[]): string[] {
  const schema = known.get(type) ?? recordJsonSchema(type)
  known.set(type, schema)
  return emptyIn(schema, schema, records, '')
}

/** Goes only where there are values: a schema may hold itself, as the steps of a workout do. */
function emptyIn(root: JsonSchema, part: JsonSchema, objects: readonly unknown[], before: string): string[] {
  return Object.entries(resolved(root, part).properties ?? {}).flatMap(([name, property]) => {
    const values = objects.map((object) => (isObject(object) ? object[name] : undefined)).filter(saysSomething)
    if (values.length === 0) return [`${before}${name}`]
    const field = resolved(root, property)
    if (field.type !== 'array') return emptyIn(root, field, values, `${before}${name}.`)
    const item = Array.isArray(field.items) ? undefined : field.items
    return emptyIn(root, resolved(root, item), values.flat(), `${before}${name}[].`)
  })
}

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
