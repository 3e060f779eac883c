import { z } from 'zod'
import { VERSION } from '../events.ts'
import type { RequestedType } from '../providers.ts'
import { recordSchemas } from '../records.ts'
import { terraUserSchema } from '../user.ts'

export const priorityFrom = ['person', 'environment'] as const

/** `GET /person/priority`: the order of sources that holds. */
export const priorityHeldSchema = z
  .strictObject({
    providers: z.array(z.string()).meta({ description: 'the most trusted first' }),
    from: z.enum(priorityFrom).nullable().meta({ description: 'whose order it is; null where none was given' }),
  })
  .meta({ id: 'HeldPriority' })

/** `GET /person`: who an app’s id stands for, and whom of them counts first. */
export const personSchema = z
  .strictObject({
    reference_id: z.string(),
    users: z.array(terraUserSchema).meta({ description: 'the accounts of the person, the most trusted first' }),
    priority: priorityHeldSchema,
  })
  .meta({ id: 'Person' })

/** `POST /person/priority`, and what holds after it. */
export const prioritySchema = z
  .strictObject({
    reference_id: z.string().nullable().meta({ description: 'null: the order of the environment' }),
    providers: z.array(z.string()).meta({ description: 'the most trusted first; empty: none was given' }),
  })
  .meta({ id: 'SourcePriority' })

const partSchema = z
  .strictObject({
    user_id: z.guid(),
    provider: z.string(),
    key: z.string().meta({ description: 'its `summary_id`, or its local day' }),
  })
  .meta({ id: 'MergedPart' })

const madeOf = z
  .array(z.array(partSchema).min(1))
  .meta({ description: 'for each of `data`, the records that it stands for: the one that counts first' })

/** `GET /person/:type`: a person’s records over all their sources, each thing once. */
export const mergedSchema = (type: Exclude<RequestedType, 'athlete'>) =>
  z.strictObject({
    reference_id: z.string(),
    type: z.literal(type),
    data: z.array(recordSchemas[type]),
    made_of: madeOf,
    version: z.literal(VERSION),
  })

/** `GET /person/athlete`: an empty list where nothing is known. */
export const mergedAthleteSchema = z.strictObject({
  reference_id: z.string(),
  type: z.literal('athlete'),
  data: z.array(recordSchemas.athlete).max(1),
  made_of: madeOf,
  version: z.literal(VERSION),
})
