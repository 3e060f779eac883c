import { z } from 'zod'
import { readAthlete, readChunk } from '../ingest/read.ts'
import { TellusError } from '../lib/errors.ts'
import { mergedTypes } from '../person/merge.ts'
import { readMergedAthlete } from '../person/read.ts'
import type { Person } from '../person/sources.ts'
import { type DataType, dataTypes, type RecordOf } from '../schema/records.ts'
import { withoutSamples } from '../schema/samples.ts'
import { daysAnswer, daysAsked, daysOf, source } from './arguments.ts'
import { mostChars, pageOf } from './page.ts'
import {
  type Days,
  type Item,
  personOf,
  type Reader,
  readEach,
  readViewed,
  type ViewedType,
  withSource,
} from './records.ts'
import { readOnly, type Tools } from './server.ts'
import { sourcesOf, sourcesSchema } from './summary.ts'
import { fitted } from './thinned.ts'

const mostDays = 92
/** Several records share an answer. */
const mostCharsOfRecord = mostChars / 3

const recordAnswer = {
  record: z
    .record(z.string(), z.unknown())
    .describe(
      'the whole record, as Tellus sends it: units are in the names, energy under "calories" is in kilocalories',
    ),
  thinned: z
    .record(z.string(), z.object({ of: z.int(), shown: z.int() }))
    .optional()
    .describe(
      'lists of samples that are not there in full, by their path: how many are stored, and how many are shown',
    ),
  sources: sourcesSchema,
}

/** The tools that tell whose data there is, and whole records. */
export function addRecordTools(tools: Tools): void {
  addSources(tools)
  addActivity(tools)
  addRecords(tools)
}

function addSources({ hub, token, server, answer }: Tools): void {
  const outputSchema = z.object({
    reference_id: z.string().nullable().describe("the app's own id of the person"),
    sources: z.array(
      z.object({
        user_id: z.string(),
        provider: z.string().describe('such as GARMIN or APPLE'),
        connected_at: z.string().describe('since when it is connected, UTC'),
        last_data_at: z.string().nullable().describe('when data last came, UTC; null: never yet'),
        is_active: z.boolean().describe('false: paused by the app'),
      }),
    ),
  })
  const description =
    'The accounts of this person (watches, rings, scales, phones, files), the most trusted first: since when each is connected, and when its data last came.'
  const config = { title: 'Sources', description, outputSchema, annotations: readOnly }
  server.registerTool('list_sources', config, () =>
    answer('list_sources', async () => {
      const { referenceId, users } = await personOf(hub, token)
      const sources = users.map((user) => ({
        user_id: user.userId,
        provider: user.provider,
        connected_at: user.createdAt.toISOString(),
        last_data_at: user.lastDataAt?.toISOString() ?? null,
        is_active: user.active,
      }))
      return { reference_id: referenceId === '' ? null : referenceId, sources }
    }),
  )
}

function addActivity({ hub, token, server, answer }: Tools): void {
  const config = {
    title: 'One workout',
    description:
      'All of one workout as its most trusted source tells it, with laps, zones and samples (heart rate, speed, position …). Long lists of samples are thinned evenly so that the answer fits; "thinned" says which.',
    inputSchema: z.strictObject({
      activity_id: z.string().min(1).max(1000).describe('activity_id of get_activities'),
    }),
    outputSchema: z.object(recordAnswer),
    annotations: readOnly,
  }
  server.registerTool('get_activity', config, ({ activity_id: id }) =>
    answer('get_activity', async () => {
      const { users } = await personOf(hub, token)
      const user = users.find(({ userId }) => id.startsWith(`${userId}:`))
      const key = id.slice(id.indexOf(':') + 1)
      const [text] =
        user === undefined || key.includes('\0') ? [] : await readChunk(hub.db, user, 'activity', [key], true)
      if (user === undefined || text === undefined)
        throw new TellusError('not_found', 'There is no activity of that id: take one from get_activities.')
      // It was checked when it was stored.
      const record: RecordOf['activity'] = JSON.parse(text)
      return { ...withSamplesOf(record, mostChars), sources: [user.provider] }
    }),
  )
}

function addRecords({ hub, token, server, answer }: Tools): void {
  const config = {
    title: 'Records',
    description:
      'Whole records of one type, for what the summaries do not tell. Lists of samples are empty unless with_samples is true, and thinned then. Types that no single view exists of (hormone, health_observation, planned_workout) are told source by source. athlete is the profile: it has no days.',
    inputSchema: z.strictObject({
      type: z.enum(dataTypes),
      with_samples: z.boolean().default(false),
      ...daysAsked(mostDays),
      source,
    }),
    outputSchema: z.object(daysAnswer(z.object(recordAnswer))),
    annotations: readOnly,
  }
  server.registerTool('get_records', config, (asked) =>
    answer('get_records', async () => {
      const days = daysOf(hub, asked, mostDays)
      const person = withSource(await personOf(hub, token), asked.source)
      const several = itemsOf(hub, person, asked.type, days, asked.with_samples)
      const page = await pageOf(several, asked.skip, (item) => {
        const sources = sourcesOf(item)
        if (asked.with_samples) return { ...withSamplesOf(item.record, mostCharsOfRecord), sources }
        return { record: withoutSamples(asked.type, item.record), sources }
      })
      return { first_day: days.first, last_day: days.last, ...page }
    }),
  )
}

async function* itemsOf(
  hub: Reader,
  person: Person,
  type: DataType,
  days: Days,
  withSamples: boolean,
): AsyncGenerator<readonly Item<DataType>[], void, undefined> {
  if (type === 'athlete') yield await profileOf(hub, person)
  else if (isViewed(type)) yield* readViewed(hub, person, type, days, withSamples)
  else yield* readEach(hub, person, type, days, withSamples)
}

const isViewed = (type: DataType): type is ViewedType =>
  mergedTypes.some((merged) => merged === type && type !== 'athlete')

/** Who the person is: by all their sources, or as the only one tells it. */
async function profileOf(hub: Reader, person: Person): Promise<readonly Item<'athlete'>[]> {
  const [first, ...others] = person.users
  if (first === undefined) return []
  if (others.length > 0) {
    const merged = await readMergedAthlete(hub, person)
    return merged === null ? [] : [merged]
  }
  const text = await readAthlete(hub, first)
  // It was checked when it was stored.
  const records: RecordOf['athlete'][] = text === null ? [] : [JSON.parse(text)]
  return records.map((record) => ({ record, of: [{ user: first, key: 'athlete' }] }))
}

function withSamplesOf(record: object, most: number): Record<string, unknown> {
  const { record: shown, thinned } = fitted(record, most)
  return Object.keys(thinned).length === 0 ? { record: shown } : { record: shown, thinned }
}
