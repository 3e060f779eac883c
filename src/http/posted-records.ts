import { z } from 'zod'
import { isDeeperThan } from '../lib/depth.ts'
import { misfit } from './errors.ts'

/** How many records a call may bring: each is a call to the provider. */
export const mostRecords = 100
/** No record of the schema is as deep. */
const mostDeep = 20

/** A list under `data` of things that are looked at later; 400 for none, or too many. */
export const postedList = z.object(
  {
    data: z
      .array(
        z.unknown().refine((item) => !isDeeperThan(item, mostDeep), 'lists and objects stand too deep in one another'),
        'expected a list of records',
      )
      .min(1, 'expected at least one record')
      .max(mostRecords, `expected at most ${mostRecords} records`),
  },
  'expected an object',
)

/** Ids under one key; 400 for none, or too many. */
export const postedIds = z
  .array(z.string('expected an id').min(1, 'expected an id').max(200, 'expected an id'), 'expected a list of ids')
  .min(1, 'expected at least one id')
  .max(mostRecords, `expected at most ${mostRecords} ids`)

/** The records of a body, each as its schema has it. Throws 400 that names the place, such as `data.0.metadata.start_time`. */
export function recordsOf<S extends z.ZodType>(schema: S, data: readonly unknown[]): z.output<S>[] {
  const input = { data }
  const parsed = z.object({ data: z.array(schema) }).safeParse(input)
  if (!parsed.success) throw misfit(parsed.error, input, 'body')
  return parsed.data.data
}
