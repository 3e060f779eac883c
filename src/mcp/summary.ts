import { z } from 'zod'
import type { DataType, RecordOf } from '../schema/records.ts'
import type { Item } from './records.ts'

type Value = string | number | boolean

/** A figure of a summary: where it stands in a record, and what it is, with its unit. */
export interface Line<T extends DataType> {
  of: (record: RecordOf[T]) => Value | null | undefined
  schema: z.ZodType
}

type Of<T extends DataType, V> = (record: RecordOf[T]) => V | null | undefined

/** What a line holds, by kind: each may be absent. */
export const linesOf = <T extends DataType>() => ({
  number: (says: string, of: Of<T, number>): Line<T> => ({ of, schema: z.number().optional().describe(says) }),
  text: (says: string, of: Of<T, string>): Line<T> => ({ of, schema: z.string().optional().describe(says) }),
  flag: (says: string, of: Of<T, boolean>): Line<T> => ({ of, schema: z.boolean().optional().describe(says) }),
})

/** The few figures of a record that say most, each under a name with its unit. */
export interface Summary<T extends DataType> {
  /** Of one item, for an answer's schema. */
  schema: z.ZodObject
  show(item: Item<T>): Record<string, unknown>
}

/** A summary from its table of lines. What a record does not tell is left out. */
export function summary<T extends DataType>(
  lines: Readonly<Record<string, Line<T>>>,
  more: { schema: Record<string, z.ZodType>; show(item: Item<T>): Record<string, unknown> } = {
    schema: {},
    show: () => ({}),
  },
): Summary<T> {
  const named = Object.entries(lines)
  return {
    schema: z.object({
      ...Object.fromEntries(named.map(([name, { schema }]) => [name, schema])),
      ...more.schema,
      sources: sourcesSchema,
    }),
    show: (item) => ({
      ...Object.fromEntries(
        named.flatMap(([name, { of }]) => {
          const value = of(item.record)
          return value === null || value === undefined ? [] : [[name, value]]
        }),
      ),
      ...more.show(item),
      sources: sourcesOf(item),
    }),
  }
}

export const sourcesSchema = z
  .array(z.string())
  .describe('the providers whose records tell of this, the one that counts first at the front')

export const sourcesOf = ({ of }: Pick<Item<DataType>, 'of'>): string[] => [
  ...new Set(of.map(({ user }) => user.provider)),
]
