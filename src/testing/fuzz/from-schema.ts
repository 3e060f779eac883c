import * as fc from 'fast-check'
import { z } from 'zod'
import { wildValue } from './wild.ts'

/** What of JSON Schema our documents use. */
const schemaShape = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  pattern: z.string().optional(),
  format: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
})
type Shape = z.output<typeof schemaShape>

/** What a schema is read with. */
export interface Reading {
  /** The schemas that `#/components/schemas/…` names. */
  components: Readonly<Record<string, unknown>>
  /** Values that exist on the server, by the name of the field or parameter that takes them. */
  known: (name: string) => readonly string[]
}

const deepest = 6

/**
 * Values that fit a schema of an OpenAPI document, as far as the schema says it; `name` is that of the field. What it
 * does not say (a text that must be a time) is left to chance and to what is known.
 */
export function fitting(schema: unknown, reading: Reading, name = '', depth = 0): fc.Arbitrary<unknown> {
  const parsed = schemaShape.safeParse(schema)
  if (!parsed.success || depth > deepest) return fc.constant(null)
  const shape = parsed.data
  const known = reading.known(name)
  const made = bySchema(shape, reading, name, depth)
  return known.length > 0 && shape.enum === undefined && shape.const === undefined && depth < 3
    ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: made })
    : made
}

function bySchema(shape: Shape, reading: Reading, name: string, depth: number): fc.Arbitrary<unknown> {
  if (shape.$ref !== undefined) {
    const target = reading.components[shape.$ref.split('/').at(-1) ?? '']
    return fitting(target, reading, name, depth + 1)
  }
  if ('const' in shape) return fc.constant(shape.const)
  if (shape.enum !== undefined && shape.enum.length > 0) return fc.constantFrom(...shape.enum)
  const choices = shape.anyOf ?? shape.oneOf ?? shape.allOf
  if (choices !== undefined && choices.length > 0)
    return fc.oneof(...choices.map((one) => fitting(one, reading, name, depth + 1)))
  if (Array.isArray(shape.type))
    return fc.oneof(...shape.type.map((type) => byType({ ...shape, type }, reading, name, depth)))
  return byType(shape, reading, name, depth)
}

function byType(shape: Shape, reading: Reading, name: string, depth: number): fc.Arbitrary<unknown> {
  switch (shape.type) {
    case 'string':
      return textOf(shape)
    case 'integer':
      return fc.integer({
        min: Math.max(shape.minimum ?? -1000, -(2 ** 31)),
        max: Math.min(shape.maximum ?? 100_000, 2 ** 31),
      })
    case 'number':
      return fc.double({ min: shape.minimum ?? -1000, max: shape.maximum ?? 100_000, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(fitting(shape.items ?? {}, reading, name, depth + 1), { maxLength: 4 })
    case 'object':
      return objectOf(shape, reading, depth)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

function objectOf(shape: Shape, reading: Reading, depth: number): fc.Arbitrary<unknown> {
  const properties = Object.entries(shape.properties ?? {})
  const model = Object.fromEntries(properties.map(([key, value]) => [key, fitting(value, reading, key, depth + 1)]))
  const required = (shape.required ?? []).filter((key) => Object.hasOwn(model, key))
  return fc.record(model, { requiredKeys: required, noNullPrototype: true })
}

function textOf(shape: Shape): fc.Arbitrary<string> {
  if (shape.pattern !== undefined)
    try {
      return fc.stringMatching(new RegExp(shape.pattern))
    } catch {
      // A pattern that the generator cannot follow: any text then.
    }
  switch (shape.format) {
    case 'uuid':
      return fc.uuid()
    case 'email':
      return fc.emailAddress()
    case 'uri':
      return fc.webUrl()
    case 'date':
      return fc.constantFrom('2026-07-01', '2026-12-31', '2024-02-29')
    case 'date-time':
      return fc.constantFrom('2026-07-01T06:04:11.000Z', '1999-01-01T00:00:00+14:00')
    default:
      return fc.oneof(
        fc.string({ minLength: shape.minLength ?? 0, maxLength: Math.min(shape.maxLength ?? 20, 60) }),
        fc.constantFrom('a', '1', '2026-07-01', 'true', 'Europe/Oslo', 'SANDBOX', 'daily', 'all'),
      )
  }
}

/** Values that nearly fit: one that fits with one thing about it changed. */
export const nearly = (values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(values, wildValue, fc.nat(), fc.constantFrom('replace', 'drop', 'add'))
    .map(([value, wild, pick, how]) => changed(value, wild, pick, how))

function changed(value: unknown, wild: unknown, pick: number, how: string): unknown {
  if (Array.isArray(value) && value.length > 0) {
    const at = pick % value.length
    return value.map((item, index) => (index === at ? changed(item, wild, pick >>> 1, how) : item))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wild
  const entries = Object.entries(value)
  if (how === 'add' || entries.length === 0) return Object.fromEntries([...entries, [`x${pick % 3}`, wild]])
  const at = pick % entries.length
  if (how === 'drop') return Object.fromEntries(entries.filter((_, index) => index !== at))
  return Object.fromEntries(
    entries.map(([key, item], index) => [key, index === at ? changed(item, wild, pick >>> 1, how) : item]),
  )
}
