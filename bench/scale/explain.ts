import type { PoolClient } from 'pg'
import template, { type RawValue } from 'sql-template-tag'
import { z } from 'zod'
import type { Database } from '../../src/db/sql.ts'

/** What a statement did. */
export interface Explained {
  text: string
  /** Pages of 8 kB that it touched, in memory or on disk. */
  buffers: number
  ms: number
  /** Kinds of its nodes, such as `Index Scan records_by_day` or `Seq Scan users`. */
  nodes: string[]
}

/**
 * A database that explains each read as it runs it, statement for statement as the code writes them. Prepared ones are
 * planned without looking at their values, as they are once they have run five times.
 */
export function explaining(db: Database): { db: Database; take(): Explained[] } {
  let explained: Explained[] = []
  const run =
    (isPrepared: boolean) =>
    async <Row extends object>(strings: TemplateStringsArray, ...values: RawValue[]): Promise<Row[]> => {
      const { text, values: parameters } = template(strings, ...values)
      if (/^\s*(select|with)\b/.test(text) && !/\b(insert|update|delete)\b/.test(text)) {
        const client = await db.pool.connect()
        try {
          explained.push(await explain(client, text, parameters, isPrepared))
        } finally {
          client.release()
        }
      }
      return (await db.pool.query<Row>({ text, values: parameters })).rows
    }
  const { pool, transaction, close } = db
  return {
    db: Object.assign(run(false), { named: () => run(true), pool, transaction, close }),
    take() {
      const taken = explained
      explained = []
      return taken
    },
  }
}

const how = 'explain (analyze, buffers, timing off, format json)'

/** Runs a statement and says what it did. */
export async function explain(
  client: PoolClient,
  text: string,
  parameters: readonly unknown[],
  isPrepared: boolean,
): Promise<Explained> {
  if (!isPrepared) return read(text, (await client.query(`${how} ${text}`, [...parameters])).rows)
  const given = parameters.map((value) => literal(client, value)).join(', ')
  await client.query('set plan_cache_mode = force_generic_plan')
  await client.query(`prepare bench_probe as ${text}`)
  try {
    return read(text, (await client.query(`${how} execute bench_probe${given === '' ? '' : `(${given})`}`)).rows)
  } finally {
    await client.query('deallocate bench_probe')
    await client.query('reset plan_cache_mode')
  }
}

interface Node {
  'Node Type': string
  'Relation Name'?: string | undefined
  'Index Name'?: string | undefined
  Plans?: Node[] | undefined
}
const nodeSchema: z.ZodType<Node> = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
  get Plans() {
    return z.array(nodeSchema).optional()
  },
})
const planSchema = z
  .tuple([
    z.object({
      'QUERY PLAN': z.tuple([
        z.object({
          Plan: z.intersection(
            nodeSchema,
            z.object({ 'Shared Hit Blocks': z.number(), 'Shared Read Blocks': z.number() }),
          ),
          'Execution Time': z.number(),
        }),
      ]),
    }),
  ])
  .transform(([row]) => row['QUERY PLAN'][0])

function read(text: string, rows: unknown[]): Explained {
  const { Plan: plan, 'Execution Time': ms } = planSchema.parse(rows)
  return {
    text: text.replace(/\s+/g, ' ').trim(),
    buffers: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
    ms,
    nodes: nodesOf(plan),
  }
}

const nodesOf = (node: Node): string[] => [
  [node['Node Type'], node['Index Name'] ?? node['Relation Name']].filter(Boolean).join(' '),
  ...(node.Plans ?? []).flatMap(nodesOf),
]

/** A value as SQL text: EXECUTE takes no parameters. */
function literal(client: PoolClient, value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (value instanceof Date) return client.escapeLiteral(value.toISOString())
  if (Array.isArray(value))
    return client.escapeLiteral(
      `{${value.map((one) => (one === null ? 'null' : JSON.stringify(String(one)))).join(',')}}`,
    )
  return client.escapeLiteral(String(value))
}
