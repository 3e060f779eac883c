import pg from 'pg'
import template, { type RawValue } from 'sql-template-tag'

export { empty, join, raw } from 'sql-template-tag'

// Counts and sizes fit a double; a date stays the text `YYYY-MM-DD` (a local day has no instant).
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

/** Runs a statement written as a tagged template and gives its rows; values become parameters, never text. */
export interface Sql {
  <Row extends object = Record<string, unknown>>(strings: TemplateStringsArray, ...values: RawValue[]): Promise<Row[]>
  /** The same as a named prepared statement, parsed once a connection: for hot statements of constant text. */
  named(
    name: string,
  ): <Row extends object = Record<string, unknown>>(
    strings: TemplateStringsArray,
    ...values: RawValue[]
  ) => Promise<Row[]>
}

/** A pool of connections that is itself `Sql`, with transactions. */
export interface Database extends Sql {
  pool: pg.Pool
  /** Runs `work` in one transaction: commits when it resolves, rolls back when it throws. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  close(): Promise<void>
}

type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>

function sqlOver(client: Queryable): Sql {
  const run = async <Row extends object>(
    name: string | undefined,
    strings: TemplateStringsArray,
    values: RawValue[],
  ) => {
    const { text, values: parameters } = template(strings, ...values)
    const result = await client.query<Row>(
      name === undefined ? { text, values: parameters } : { name, text, values: parameters },
    )
    return result.rows
  }
  return Object.assign(
    <Row extends object>(strings: TemplateStringsArray, ...values: RawValue[]) => run<Row>(undefined, strings, values),
    {
      named:
        (name: string) =>
        <Row extends object>(strings: TemplateStringsArray, ...values: RawValue[]) =>
          run<Row>(name, strings, values),
    },
  )
}

/** Opens a pool. `label` shows in `pg_stat_activity`; a broken idle connection is reported to `onError` and replaced. */
export function openDatabase(
  connection: string | pg.PoolConfig,
  options: { label: string; connections?: number; onError?: (error: Error) => void },
): Database {
  const config: pg.PoolConfig = typeof connection === 'string' ? { connectionString: connection } : connection
  const pool = new pg.Pool({
    max: options.connections ?? 10,
    application_name: options.label,
    connectionTimeoutMillis: 10_000,
    ...config,
  })
  pool.on('error', (error) => options.onError?.(error))
  // A connection that breaks while it is in use fails the query that uses it; without a listener it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return Object.assign(sqlOver(pool), {
    pool,
    async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
      const client = await pool.connect()
      let broken: Error | undefined
      try {
        await client.query('begin')
        const result = await work(sqlOver(client))
        await client.query('commit')
        return result
      } catch (error) {
        await client.query('rollback').catch((rollbackError: Error) => {
          broken = rollbackError
        })
        throw error
      } finally {
        client.release(broken)
      }
    },
    close: () => pool.end(),
  })
}
