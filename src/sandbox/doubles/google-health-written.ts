import { z } from 'zod'
import { parseInstant } from '../../normalise/time.ts'
import type { Life } from '../life/life.ts'
import type { DoubleAnswer, DoubleFrame, DoubleGrant, DoubleRequest, WrittenItem } from './double.ts'
import { jsonOf } from './double.ts'
import { googleError, intervalOf, invalid, sampleTimeOf, wallOf } from './google-health-answers.ts'
import { type GooglePoint, keyOfType } from './google-health-points.ts'

const time = z.iso.datetime()
const offset = z.string().regex(/^-?\d+s$/)
const interval = z.object({ startTime: time, startUtcOffset: offset, endTime: time, endUtcOffset: offset })
const spanned = z.looseObject({ interval })
const sampled = z.looseObject({ sampleTime: z.object({ physicalTime: time, utcOffset: offset }) })

/** Types that apps may write, with the scope that opens each and the shape of a value. */
const writable: Readonly<Record<string, { scope: string; value: z.ZodType<object> }>> = {
  exercise: { scope: 'activity_and_fitness', value: spanned.extend({ exerciseType: z.string().min(1) }) },
  weight: { scope: 'health_metrics_and_measurements', value: sampled.extend({ weightGrams: z.number().positive() }) },
  height: {
    scope: 'health_metrics_and_measurements',
    value: sampled.extend({ heightMillimeters: z.string().regex(/^\d+$/) }),
  },
  'nutrition-log': { scope: 'nutrition', value: spanned.extend({ foodDisplayName: z.string().min(1) }) },
  'hydration-log': {
    scope: 'nutrition',
    value: spanned.extend({ amountConsumed: z.object({ milliliters: z.number() }) }),
  },
}

const source = { recordingMethod: 'UNKNOWN', platform: 'GOOGLE_WEB_API' }
const stated = z.union([
  interval.transform(({ startTime, endTime }) => [startTime, endTime] as const),
  z.object({ physicalTime: time }).transform(({ physicalTime }) => [physicalTime, physicalTime] as const),
])

/** When a value is, by its interval or the moment of its sample. */
function momentsOf(value: object): [startMs: number, endMs: number] {
  const parsed = Object.values(value).flatMap((part: unknown) => stated.safeParse(part).data ?? [])
  const [start = '1970-01-01T00:00:00Z', end = start] = parsed
  return [parseInstant(start).epochMs, parseInstant(end).epochMs]
}

/** What apps wrote of a type, as points of it. */
export const writtenPoints = async (
  type: string,
  { person }: DoubleGrant,
  { zone }: Life,
  frame: DoubleFrame,
): Promise<GooglePoint[]> =>
  (await frame.writtenOf(person, type)).map(({ number, detail }) => {
    const [startMs, endMs] = momentsOf(detail)
    const timed =
      'interval' in detail
        ? { interval: intervalOf(zone, startMs, endMs) }
        : { sampleTime: sampleTimeOf(zone, startMs) }
    const date = wallOf(zone, startMs).slice(0, 10)
    return { startMs, endMs, date, number, source, value: () => ({ ...detail, ...timed }) }
  })

const forbidden = googleError(
  403,
  'PERMISSION_DENIED',
  'Request had insufficient authentication scopes.',
  'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
)

interface Whom {
  grant: DoubleGrant
  allows(scope: string): boolean
}

/** Makes a point: the answer is an operation that is done. */
export async function createPoint(
  type: string,
  request: DoubleRequest,
  { grant, allows }: Whom,
  frame: DoubleFrame,
): Promise<DoubleAnswer> {
  const of = writable[type]
  if (of === undefined) return invalid(`${type} cannot be created`, 'INVALID_DATA_TYPE')
  if (!allows(of.scope)) return forbidden
  const read = z.strictObject({ [keyOfType(type)]: of.value }).safeParse(jsonOf(request))
  const value = read.success ? read.data[keyOfType(type)] : undefined
  if (value === undefined) return invalid('The data point is not one of its type')
  const [startMs, endMs] = momentsOf(value)
  if ('interval' in value && endMs <= startMs) return invalid('The interval is empty', 'INVALID_TIME_RANGE')
  const item = await frame.keepWritten(grant.person, type, new Date(startMs).toISOString().slice(0, 10), value)
  const name = `users/${grant.account}/dataTypes/${type}/dataPoints/${item.number}`
  return { status: 200, body: { name: `operations/${item.id}`, done: true, response: { name, ...read.data } } }
}

const names = z.object({ names: z.array(z.string()).min(1) })

/** Takes points away that apps made. */
export async function deletePoints(
  type: string,
  request: DoubleRequest,
  { grant, allows }: Whom,
  frame: DoubleFrame,
): Promise<DoubleAnswer> {
  const of = writable[type]
  const asked = names.safeParse(jsonOf(request))
  if (of === undefined || !asked.success) return invalid('The request names no data points')
  if (!allows(of.scope)) return forbidden
  const kept = await frame.writtenOf(grant.person, type)
  const found: WrittenItem[] = []
  for (const name of asked.data.names) {
    const item = kept.find(({ number }) => name.endsWith(`/dataTypes/${type}/dataPoints/${number}`))
    if (item === undefined) return googleError(404, 'NOT_FOUND', 'Requested entity was not found.')
    found.push(item)
  }
  for (const { id } of found) await frame.dropWritten(grant.person, type, id)
  return { status: 200, body: { name: `operations/${grant.id}`, done: true, response: {} } }
}
