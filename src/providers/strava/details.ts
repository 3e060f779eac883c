import { z } from 'zod'
import { parseInstant } from '../../normalise/time.ts'
import { askJson } from '../call.ts'
import type { Access } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import { remembered } from '../remembered.ts'
import type { DayRange } from '../resource.ts'
import { api, listActivities, type Reading, reading, whereThere } from './client.ts'
import { type Summary, streamsShape } from './shapes.ts'

const streamKeys = 'time,distance,latlng,altitude,velocity_smooth,heartrate,cadence,watts'

/** For so long after its end an activity without samples is one that Strava still works on; then it has none. */
const processedAfterMs = 30 * 60_000
const askAgainSeconds = 5 * 60

/** An activity as Strava wrote it, with what it tells of it elsewhere; null where it tells nothing there. */
interface Told {
  detail: unknown
  streams: unknown
  zones: unknown
}

/** The activities that began on some local days, with their details. Throws `ProviderError`. */
export async function fetchActivities(access: Access, range: DayRange): Promise<{ activities: unknown[] }> {
  const asking = reading(access)
  const zones = { areOpen: true }
  const activities: unknown[] = []
  for (const summary of await listActivities(asking, range)) {
    const told = await remembered(access, summary, () => fetchDetails(asking, summary, zones))
    if (told !== null) activities.push(told)
  }
  return { activities }
}

/**
 * Detail, samples and heart rate zones of an activity: three reads, two without a heart rate, one for one typed in by hand.
 * Null for one that is gone meanwhile, or was made private. Throws `not_ready` for one that Strava still works on.
 */
async function fetchDetails(asking: Reading, summary: Summary, zones: { areOpen: boolean }): Promise<Told | null> {
  const path = `${api}/activities/${summary.id}`
  const detail = await whereThere(askJson(asking, z.unknown(), path))
  if (detail === null) return null
  return {
    detail,
    streams: await fetchStreams(asking, path, summary),
    zones: await fetchZones(asking, path, summary, zones),
  }
}

async function fetchStreams(asking: Reading, path: string, summary: Summary): Promise<unknown> {
  if (summary.manual) return null
  const query = new URLSearchParams({ keys: streamKeys, key_by_type: 'true' })
  const streams = await whereThere(askJson(asking, z.unknown(), `${path}/streams?${query}`))
  if ((streamsShape.safeParse(streams).data?.time?.data.length ?? 0) > 0) return streams
  const endMs = parseInstant(summary.start_date).epochMs + summary.elapsed_time * 1000
  if (asking.answeredAtMs() - endMs < processedAfterMs)
    throw new ProviderError('not_ready', '/activities/{id}/streams has no samples yet', {
      retryAfterSeconds: askAgainSeconds,
    })
  return null
}

/** Only who pays Strava has zones: where one answer says so, the others of the window are not asked for. */
async function fetchZones(
  asking: Reading,
  path: string,
  { has_heartrate: hasHeartRate }: Summary,
  zones: { areOpen: boolean },
): Promise<unknown> {
  if (!hasHeartRate || !zones.areOpen) return null
  const told = await whereThere(askJson(asking, z.unknown(), `${path}/zones`))
  if (told === null) zones.areOpen = false
  return told
}
