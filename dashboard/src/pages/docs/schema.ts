import type { Schema, Schemas } from '../../api/openapi.ts'
import { en } from '../../strings/en.ts'
import { limitsOf } from './limits.ts'

const words = en.docs.types

/** A part of a body as it is read: its name, its type in words, and what it is made of. */
export interface SchemaNode {
  /** Null for the whole, for what a list holds and for one of several forms. */
  name: string | null
  type: string
  /** Null for one of several forms. */
  isRequired: boolean | null
  description: string | null
  /** What it may be, where that is a short list. */
  values: readonly string[]
  limits: string | null
  children: readonly SchemaNode[]
}

interface Place {
  name: string | null
  isRequired: boolean
  /** The named schemas this one lies in: a schema that holds itself ends with its name. */
  within: ReadonlySet<string>
}

const nameOfRef = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1)

/** The schema a reference means, with what stands beside the reference. */
export function resolve(schema: Schema, schemas: Schemas): Schema {
  if (schema.$ref === undefined) return schema
  const { $ref, ...beside } = schema
  return { ...resolve(schemas[nameOfRef($ref)] ?? {}, schemas), ...beside }
}

/** Draws a schema as a tree. */
export function treeOf(
  schema: Schema,
  schemas: Schemas,
  place: Place = { name: null, isRequired: true, within: new Set() },
): SchemaNode {
  const ref = schema.$ref === undefined ? null : nameOfRef(schema.$ref)
  const whole = resolve(schema, schemas)
  const within = ref === null ? place.within : new Set([...place.within, ref])
  const head = { name: place.name, isRequired: place.isRequired }
  const description = whole.description ?? null
  if (ref !== null && place.within.has(ref))
    return { ...head, type: ref, description, values: [], limits: null, children: [] }

  const forms = formsOf(whole)
  if (forms !== null) return ofForms(forms, whole, schemas, { ...place, within })
  const inner = (name: string | null, part: Schema, isRequired: boolean) =>
    treeOf(part, schemas, { name, isRequired, within })
  const more = typeof whole.additionalProperties === 'object' ? whole.additionalProperties : null
  const children = [
    ...Object.entries(whole.properties ?? {}).map(([name, part]) =>
      inner(name, part, whole.required?.includes(name) ?? false),
    ),
    ...(whole.items === undefined ? [] : inner(null, whole.items, true).children),
    ...(more === null || whole.properties !== undefined ? [] : inner(null, more, true).children),
  ]
  return {
    ...head,
    type: typeOf(whole, ref, (part) => inner(null, part, true).type),
    description,
    values: whole.enum?.map(textOf) ?? whole.items?.enum?.map(textOf) ?? [],
    limits: limitsOf(whole),
    children,
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** The several forms a value may have; null where it has one. */
const formsOf = (schema: Schema): readonly Schema[] | null => schema.anyOf ?? schema.oneOf ?? null

const isNull = (schema: Schema): boolean => schema.type === 'null'

function ofForms(forms: readonly Schema[], whole: Schema, schemas: Schemas, place: Place): SchemaNode {
  const nullable = forms.some(isNull)
  const trees = forms.filter((form) => !isNull(form)).map((form) => treeOf(form, schemas, { ...place, name: null }))
  const head = { name: place.name, isRequired: place.isRequired }
  const description = whole.description ?? (trees.length === 1 ? (trees[0]?.description ?? null) : null)
  const orNull = (types: readonly string[]) => words.or([...new Set([...types, ...(nullable ? ['null'] : [])])])
  const [only] = trees
  if (only !== undefined && trees.length === 1) return { ...only, ...head, type: orNull([only.type]), description }
  const isPlain = trees.every(({ children }) => children.length === 0)
  return {
    ...head,
    type: orNull(isPlain ? trees.map(({ type }) => type) : [words.oneOf(trees.length)]),
    description,
    values: isPlain ? trees.flatMap(({ values }) => values) : [],
    limits: null,
    children: isPlain ? [] : trees.map((tree, at) => ({ ...tree, name: words.alternative(at + 1), isRequired: null })),
  }
}

function typeOf(schema: Schema, ref: string | null, inner: (part: Schema) => string): string {
  if (schema.const !== undefined) return words.constant(textOf(schema.const))
  if (ref !== null && schema.properties !== undefined) return ref
  if (schema.items !== undefined) return words.listOf(inner(schema.items))
  if (typeof schema.additionalProperties === 'object' && schema.properties === undefined)
    return words.mapOf(inner(schema.additionalProperties))
  if (schema.type === undefined) return en.docs.anything
  if (typeof schema.type !== 'string') return words.or(schema.type)
  return schema.format === undefined ? schema.type : schema.format
}
