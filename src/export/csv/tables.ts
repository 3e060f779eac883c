import { type JsonSchema, recordJsonSchema } from '../../schema/json-schema.ts'
import type { DataType } from '../../schema/records.ts'
import type { Cell } from './cells.ts'

/** Keys, outermost first. */
type Path = readonly string[]

export interface Column {
  name: string
  /** The cell of a row. */
  of(row: unknown): Cell
}

/** A file of a type: its records, or the elements of one of the lists in them. */
export interface Table {
  /** The lists that are gone through, outermost first, each by the keys to it; none for the records. */
  lists: readonly Path[]
  columns: readonly Column[]
}

const known = new Map<DataType, readonly Table[]>()

/**
 * The tables of a type, made from its schema: first the one of the records, whose columns are all that is in no list, then
 * one for each list. A column is named by the keys to it with dots between, so units are where the schema has them.
 */
export function tablesOf(type: DataType): readonly Table[] {
  const found = known.get(type) ?? makeTables(recordJsonSchema(type))
  known.set(type, found)
  return found
}

function makeTables(root: JsonSchema): Table[] {
  const { schema, names } = resolved(root, root)
  const { columns, lists } = partOf(root, schema, [], new Set(names))
  // What a record is and when it was stands first.
  const isMeta = ({ name }: Column) => name.startsWith('metadata.')
  const first = { lists: [], columns: [...columns.filter(isMeta), ...columns.filter((column) => !isMeta(column))] }
  return [first, ...lists.flatMap((list) => listTables(root, list, []))]
}

interface List {
  path: Path
  item: JsonSchema
  /** The names of the definitions it stands in. */
  within: ReadonlySet<string>
}

function listTables(root: JsonSchema, { path, item, within }: List, before: readonly Path[]): Table[] {
  const lists = [...before, path]
  const part = partOf(root, item, [], within)
  return [{ lists, columns: part.columns }, ...part.lists.flatMap((list) => listTables(root, list, lists))]
}

/** The columns of an object and of the objects in it, and the lists there. */
function partOf(root: JsonSchema, object: JsonSchema, path: Path, within: ReadonlySet<string>) {
  const columns: Column[] = []
  const lists: List[] = []
  for (const [key, described] of Object.entries(object.properties ?? {})) {
    const { schema, names } = resolved(root, described)
    const inner = [...path, key]
    const inside = new Set([...within, ...names])
    if (names.includes('Position')) columns.push(...placeColumns(inner))
    else if (schema.type === 'array') {
      const { schema: item, names: itemNames } = resolved(root, Array.isArray(schema.items) ? undefined : schema.items)
      const isItself = itemNames.some((name) => inside.has(name))
      if (item.properties === undefined || isItself) columns.push(column(inner, isItself ? jsonText : words))
      else lists.push({ path: inner, item, within: new Set([...inside, ...itemNames]) })
    } else if (schema.properties !== undefined) {
      const part = partOf(root, schema, inner, inside)
      columns.push(...part.columns)
      lists.push(...part.lists)
    } else columns.push(column(inner, schema.type === 'object' ? jsonText : plain))
  }
  return { columns, lists }
}

const column = (path: Path, cellOf: (value: unknown) => Cell, name = path.join('.')): Column => ({
  name,
  of: (row) => cellOf(valueAt(row, path)),
})

/** `coords_lat_lng_deg` is `[latitude, longitude]`: a column for each. */
const placeColumns = (path: Path): Column[] =>
  (['lat', 'lng'] as const).map((axis, index) => {
    const name = path.join('.').replace('lat_lng', axis)
    return column(path, (place) => (Array.isArray(place) ? plain(place[index]) : null), name)
  })

const plain = (value: unknown): Cell =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
const jsonText = (value: unknown): Cell => (value === null || value === undefined ? null : JSON.stringify(value))
const words = (value: unknown): Cell => (Array.isArray(value) ? value.join(' ') : null)

/** What stands at the end of keys; undefined where one of them is missing. */
function valueAt(value: unknown, path: Path): unknown {
  let found = value
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined
    found = Reflect.get(found, key)
  }
  return found
}

/** A row of a table, and for lists in lists which element of each outer one it is in, from 1. */
export interface Row {
  value: unknown
  places: readonly number[]
}

/** The rows that a record has in a table. */
export function* rowsOf(record: unknown, lists: readonly Path[], places: readonly number[] = []): Generator<Row> {
  const [list, ...deeper] = lists
  if (list === undefined) {
    yield { value: record, places }
    return
  }
  const items: unknown = valueAt(record, list)
  if (!Array.isArray(items)) return
  if (deeper.length === 0) for (const value of items) yield { value, places }
  else for (const [index, item] of items.entries()) yield* rowsOf(item, deeper, [...places, index + 1])
}

/** What a part means: behind its references, whose names are told, and without the null that says "unknown". */
function resolved(root: JsonSchema, part: JsonSchema | boolean | undefined): { schema: JsonSchema; names: string[] } {
  if (part === undefined || typeof part === 'boolean') return { schema: {}, names: [] }
  const [, name] = /^#\/\$defs\/(\w+)$/.exec(part.$ref ?? '') ?? []
  if (name !== undefined) {
    const { schema, names } = resolved(root, root.$defs?.[name])
    return { schema, names: [name, ...names] }
  }
  const choice = part.anyOf?.find((one) => typeof one !== 'boolean' && one.type !== 'null')
  return choice === undefined ? { schema: part, names: [] } : resolved(root, choice)
}
