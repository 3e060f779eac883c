import { constants, DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { TellusError } from '../../lib/errors.ts'

/** How a column is read: a finite number, a short text, or the beginning of a blob in hexadecimal. */
export type ColumnKind = 'number' | 'text' | 'hex'
export type Columns = Readonly<Record<string, ColumnKind>>

/** A row by the names of the columns asked for: null where the table has none, or holds something else. */
export type DatabaseRow<C extends Columns> = { [K in keyof C]: (C[K] extends 'number' ? number : string) | null }

export interface Database extends Disposable {
  /** Whether there is an ordinary table of this name. */
  has(table: string): boolean
  /** All rows of a table, in the order in which they lie. */
  rows<C extends Columns>(table: string, columns: C): Generator<DatabaseRow<C>, void, undefined>
  /** All rows of a series with columns of the record that each belongs to, if it is there. */
  series<C extends Columns, P extends Columns>(
    table: string,
    columns: C,
    parent: string,
    parentColumns: P,
  ): Generator<DatabaseRow<C> & DatabaseRow<P>, void, undefined>
  /** Tables that could not be read to their end. */
  readonly damaged: ReadonlySet<string>
}

/** An icon of an app may be larger than this; no row that is read is. */
const longestValueBytes = 16 * 1024 * 1024
const longestText = 300
const longestBlobBytes = 32
/** No cell of a table takes less room in the file; a tree with more rows than fit runs in circles. */
const leastBytesPerRow = 4

/** What our statements need, and nothing else. */
const functions: ReadonlySet<string | null> = new Set(['hex', 'substr', 'typeof'])

/**
 * Opens somebody's SQLite file for reading. It is not to be trusted, so: read-only and immutable, without extensions or
 * ATTACH; only ordinary columns of ordinary tables are read, for a view or a generated column is a program; an
 * authorizer refuses all but our own selects; and no statement sorts, filters or groups, so that each step is one row and
 * a file built to run for ever is noticed by its count of rows. Throws `TellusError` for a file that is no database.
 */
export function openDatabase(path: string, sizeBytes: number, filename: string): Database {
  const url = pathToFileURL(path)
  url.searchParams.set('immutable', '1')
  const open = (): DatabaseSync =>
    new DatabaseSync(url, {
      readOnly: true,
      allowExtension: false,
      enableForeignKeyConstraints: false,
      limits: { length: longestValueBytes, attach: 0 },
    })
  const db = readable(filename, open)
  const damaged = new Set<string>()
  const known = new Map<string, ReadonlySet<string>>()
  const mostRows = Math.ceil(sizeBytes / leastBytesPerRow)

  function columnsOf(table: string): ReadonlySet<string> {
    const found = known.get(table)
    if (found !== undefined) return found
    const columns = new Set<string>()
    for (const column of select(table, `pragma table_xinfo(${quoted(table)})`)) {
      if (column['hidden'] === 0 && typeof column['name'] === 'string') columns.add(column['name'])
    }
    known.set(table, columns)
    return columns
  }

  function* select(table: string, statement: string): Generator<Readonly<Record<string, unknown>>, void, undefined> {
    let count = 0
    try {
      for (const row of db.prepare(statement).iterate()) {
        if (++count > mostRows) throw endless(filename)
        yield row
      }
    } catch (error) {
      if (!isDatabaseError(error)) throw error
      damaged.add(table)
    }
  }

  try {
    db.setAuthorizer(authorize)
    const tables = readable(filename, () => ordinaryTables(db))
    const selected = (columns: Columns, table: string, alias: string): string[] =>
      Object.entries(columns).map(
        ([name, kind]) =>
          `${columnsOf(table).has(name) ? expressions[kind](`${alias}.${quoted(name)}`) : 'null'} as ${quoted(name)}`,
      )
    return {
      damaged,
      has: (table) => tables.has(table),
      *rows(table, columns) {
        if (!tables.has(table)) return
        const fields = selected(columns, table, 't')
        for (const row of select(table, `select ${fields.join(', ')} from ${quoted(table)} t`))
          yield rowOf(row, columns)
      },
      *series(table, columns, parent, parentColumns) {
        const isThere = tables.has(table) && tables.has(parent) && columnsOf(table).has('parent_key')
        // A column of that name would stand in the way of the real one.
        const hasRowid = [...columnsOf(parent)].every((name) => name.toLowerCase() !== 'rowid')
        if (!isThere || !hasRowid) return
        const fields = [...selected(columns, table, 't'), ...selected(parentColumns, parent, 'p')]
        // By rowid, which every ordinary table has: one look-up a row, whatever keys the file declares.
        const statement = `select ${fields.join(', ')} from ${quoted(table)} t left join ${quoted(parent)} p on p.rowid = t."parent_key"`
        for (const row of select(table, statement)) yield { ...rowOf(row, columns), ...rowOf(row, parentColumns) }
      },
      [Symbol.dispose]: () => db.close(),
    }
  } catch (error) {
    db.close()
    throw error
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A number that was stored as text, or the other way round, is no value of the column: null, never 0. */
const expressions: Readonly<Record<ColumnKind, (column: string) => string>> = {
  number: (column) => `case when typeof(${column}) in ('integer', 'real') then cast(${column} as real) end`,
  text: (column) => `case when typeof(${column}) = 'text' then substr(${column}, 1, ${longestText}) end`,
  hex: (column) => `case when typeof(${column}) = 'blob' then hex(substr(${column}, 1, ${longestBlobBytes})) end`,
}

function rowOf<C extends Columns>(row: Readonly<Record<string, unknown>>, columns: C): DatabaseRow<C> {
  const values = Object.entries(columns).map(([name, kind]) => [name, cellOf(row[name], kind)])
  // Object.fromEntries forgets its keys; they are exactly those of `columns`, each of its kind.
  return Object.fromEntries(values)
}

function cellOf(value: unknown, kind: ColumnKind): number | string | null {
  if (kind === 'number') return typeof value === 'number' && Number.isFinite(value) ? value : null
  return typeof value === 'string' && value !== '' ? value : null
}

function authorize(
  action: number,
  first: string | null,
  second: string | null,
  _db: string | null,
  within: string | null,
) {
  const isOurs =
    action === constants.SQLITE_SELECT ||
    (action === constants.SQLITE_READ && within === null) ||
    (action === constants.SQLITE_FUNCTION && functions.has(second)) ||
    (action === constants.SQLITE_PRAGMA && first === 'table_xinfo')
  return isOurs ? constants.SQLITE_OK : constants.SQLITE_DENY
}

/** Names of the tables that are neither views nor virtual. */
function ordinaryTables(db: DatabaseSync): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { name, type, sql } of db.prepare('select name, type, sql from sqlite_master').iterate()) {
    if (type === 'table' && typeof name === 'string' && /^\s*create\s+table\s/i.test(String(sql))) names.add(name)
  }
  return names
}

const isDatabaseError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR'

function readable<T>(filename: string, use: () => T): T {
  try {
    return use()
  } catch (cause) {
    if (!isDatabaseError(cause)) throw cause
    throw new TellusError('unprocessable', `${filename} holds no database that can be read: export it again.`, {
      cause,
    })
  }
}

const endless = (filename: string): TellusError =>
  new TellusError('unprocessable', `${filename} holds a damaged database and was not read: export it again.`)
