import { type JsonSchema, jsonSchemas } from './json-schema.ts'
import type { DataType } from './records.ts'

/** A field of a record with the fields inside it; none inside for a plain value. */
interface Field {
  name: string
  isList: boolean
  inside: Field[]
}

const known = new Map<DataType, Field[]>()

/**
 * The fields of the schema in which none of these records says anything, as dotted paths in the order of the schema;
 * `[]` stands behind a list. Of a group that is empty as a whole only the group is named.
 */
export function emptyFields(type: DataType, records: readonly unknown[]): string[] {
  const fields = known.get(type) ?? fieldsOf(type)
  known.set(type, fields)
  return emptyOf(fields, records, '')
}

function emptyOf(fields: readonly Field[], objects: readonly unknown[], before: string): string[] {
  return fields.flatMap(({ name, isList, inside }) => {
    const values = objects.map((object) => (isObject(object) ? object[name] : undefined)).filter(saysSomething)
    const path = `${before}${name}`
    if (values.length === 0) return [path]
    return emptyOf(inside, isList ? values.flat() : values, `${path}${isList ? '[]' : ''}.`)
  })
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const saysSomething = (value: unknown): boolean =>
  isObject(value) ? Object.values(value).some(saysSomething) : value !== null && value !== undefined

function fieldsOf(type: DataType): Field[] {
  const schema = jsonSchemas().records[type]
  const resolve = (part: JsonSchema | boolean | undefined): JsonSchema => {
    if (part === undefined || typeof part === 'boolean') return {}
    const [, name] = /^#\/\$defs\/(\w+)$/.exec(part.$ref ?? '') ?? []
    if (name !== undefined) return resolve(schema.$defs?.[name])
    const [choice] = part.anyOf?.filter((one) => typeof one !== 'boolean' && one.type !== 'null') ?? []
    return choice === undefined ? part : resolve(choice)
  }
  const insideOf = (part: JsonSchema): Field[] =>
    Object.entries(part.properties ?? {}).map(([name, property]) => {
      const field = resolve(property)
      const item = Array.isArray(field.items) ? undefined : field.items
      const isList = field.type === 'array'
      return { name, isList, inside: insideOf(isList ? resolve(item) : field) }
    })
  return insideOf(resolve(schema))
}
