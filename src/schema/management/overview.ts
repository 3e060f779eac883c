import { z } from 'zod'
import { count, time } from './shared.ts'

/** One figure over a period: its value, the one of the period before, and its course by the hour, oldest first. */
export const figureSchema = z
  .strictObject({
    value: z.number().nullable(),
    previous: z.number().nullable(),
    series: z
      .array(z.number().nullable())
      .meta({ description: 'one for each of `hours`; null where there is nothing' }),
  })
  .meta({ id: 'Figure' })
export type Figure = z.output<typeof figureSchema>

/** `GET /stats`. */
export const statsSchema = z
  .strictObject({
    since: time,
    until: time,
    hours: z.array(time),
    users_connected: figureSchema.meta({ description: 'at the end of the period and of each hour' }),
    events: figureSchema,
    delivered_share: figureSchema.meta({ description: 'of the deliveries that ended: those that were taken, 0 to 1' }),
    median_delay_ms: figureSchema.meta({
      description:
        'from what came in (where unknown, from being stored) to the 2xx, of deliveries that were not sent again',
    }),
    is_sampled: z.boolean().meta({ description: 'true where the median is of a sample of many' }),
  })
  .meta({ id: 'Stats' })
export type Stats = z.output<typeof statsSchema>

export const attentionKinds = [
  'destination_failing',
  'destination_disabled',
  'destination_paused',
  'destination_backlog',
  'import_failed',
  'job_failed',
] as const
export const attentionSchema = z
  .strictObject({
    kind: z.enum(attentionKinds),
    target: z.strictObject({ kind: z.enum(['destination', 'import', 'job']), id: z.string(), label: z.string() }),
    since: time,
    sentence: z.string(),
    attempts: count.nullable(),
    disables_at: time.nullable(),
    waiting: count.nullable().meta({ description: 'deliveries that wait for it' }),
    count: count.meta({ description: 'how many of this kind the line stands for' }),
    remedy: z.strictObject({
      action: z.enum(['open', 'resume', 'recover', 'edit', 'import_again']),
      label: z.string(),
      path: z.string().meta({ description: 'of the dashboard' }),
    }),
  })
  .meta({ id: 'Attention' })
export type Attention = z.output<typeof attentionSchema>
export const attentionListSchema = z.strictObject({ items: z.array(attentionSchema), next_cursor: z.null() })

export const firstStepNames = ['key', 'destination', 'source', 'generated', 'user'] as const
/** `GET /first-steps`. */
export const firstStepsSchema = z
  .strictObject({
    done: z.boolean(),
    steps: z.array(
      z.strictObject({
        step: z.enum(firstStepNames),
        done: z.boolean(),
        since: time.nullable().meta({ description: 'when it was done, where that is known' }),
      }),
    ),
  })
  .meta({ id: 'FirstSteps' })
export type FirstSteps = z.output<typeof firstStepsSchema>

/** `GET /search`. */
export const foundSchema = z
  .strictObject({
    kind: z.enum(['event', 'delivery', 'destination', 'import', 'job', 'inbox', 'user']),
    id: z.string(),
    label: z.string(),
    path: z.string().meta({ description: 'of the dashboard' }),
  })
  .meta({ id: 'Found' })
export type Found = z.output<typeof foundSchema>
export const foundListSchema = z.strictObject({ items: z.array(foundSchema), next_cursor: z.null() })

/** `POST /generate`: with `send`, the event and whom it is about. */
export const generatedSchema = z
  .strictObject({
    event_id: z.string().optional(),
    user_id: z.string().optional(),
    empty_fields: z
      .array(z.string())
      .meta({ description: 'fields of the schema that the payload leaves empty; a wholly empty group by itself' }),
    payload: z.looseObject({ type: z.string() }),
  })
  .meta({ id: 'Generated' })
export type Generated = z.output<typeof generatedSchema>
