import { z } from 'zod'
import { type DataType, dataTypes } from '../../schema/records.ts'
import type { ReplayFilter, ReplayRow } from './store.ts'

const requestSchema = z.object({
  provider: z.string().optional(),
  type: z.enum(dataTypes).optional(),
  userId: z.string().optional(),
  sinceMs: z.number().optional(),
  untilMs: z.number().optional(),
  isDryRun: z.boolean(),
})

/** What a replay was asked to do. */
export interface ReplayAsked {
  provider?: string | undefined
  type?: DataType | undefined
  userId?: string | undefined
  /** When the input was last given, milliseconds since 1970. */
  sinceMs?: number | undefined
  untilMs?: number | undefined
  /** Says what would change, and changes nothing. */
  isDryRun: boolean
}

export const askedOf = ({ request }: Pick<ReplayRow, 'request'>): ReplayAsked => requestSchema.parse(request)

const dateOf = (epochMs: number | undefined): Date | null => (epochMs === undefined ? null : new Date(epochMs))

/** What of an environment is asked for. */
export const filterOf = (environmentId: string, asked: ReplayAsked): ReplayFilter => ({
  environmentId,
  provider: asked.provider,
  type: asked.type,
  userId: asked.userId,
  since: dateOf(asked.sinceMs),
  until: dateOf(asked.untilMs),
})

const placeSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('answers'), after: z.object({ userId: z.string(), rawId: z.string() }).nullable() }),
  z.object({
    phase: z.literal('files'),
    /** The last import that is done: the newest comes first. */
    before: z.string().nullable(),
    /** The one that is being read, and how many of its records are dealt with. */
    current: z.string().nullable(),
    records: z.number(),
  }),
])

/** Where a replay goes on: first through the answers, then through the files. */
export type Place = z.output<typeof placeSchema>
export type FilesPlace = Extract<Place, { phase: 'files' }>

export const placeOf = ({ place }: Pick<ReplayRow, 'place'>): Place =>
  place === null ? { phase: 'answers', after: null } : placeSchema.parse(place)
