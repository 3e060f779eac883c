import { parseInstant } from '../normalise/time.ts'
import { type Merged, placeIn, type Sourced } from './sources.ts'

interface Night {
  of: Sourced<'sleep'>
  startMs: number
  endMs: number
  hasStages: boolean
}

/** Of the shorter of two nights, how much must be shared for them to be one: a phone's begins when it is laid down. */
const leastOverlap = 0.5

/**
 * A person's nights and naps, each once: those of several sources that share half of the shorter are one, told by the most trusted.
 * It is the one of an account that a priority names (`preferred`, their ids), else one with stages, else the first in the order
 * given. One source's own are never joined, so that a night which one
 * tells in two pieces stays two where that one counts. In order of start.
 */
export function mergeNights(nights: readonly Sourced<'sleep'>[], preferred: readonly string[]): Merged<'sleep'>[] {
  const rank = ({ of }: Night): number => placeIn(preferred, of.user.userId)
  const sorted = nights.map(nightOf).toSorted((a, b) => rank(a) - rank(b) || Number(b.hasStages) - Number(a.hasStages))
  const groups: { primary: Night; members: Night[] }[] = []
  for (const night of sorted) {
    const twin = groups
      .filter(({ primary }) => primary.of.user.userId !== night.of.user.userId && isSame(primary, night))
      .toSorted((a, b) => sharedMs(b.primary, night) - sharedMs(a.primary, night))[0]
    if (twin === undefined) groups.push({ primary: night, members: [night] })
    else twin.members.push(night)
  }
  return groups
    .toSorted((a, b) => a.primary.startMs - b.primary.startMs)
    .map(({ primary, members }) => ({ record: primary.of.record, of: members.map(({ of }) => of) }))
}

function nightOf(of: Sourced<'sleep'>): Night {
  const { start_time, end_time } = of.record.metadata
  return {
    of,
    startMs: parseInstant(start_time).epochMs,
    endMs: parseInstant(end_time).epochMs,
    hasStages: (of.record.sleep_durations_data?.hypnogram_samples ?? []).length > 0,
  }
}

const sharedMs = (a: Night, b: Night): number => Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs)

function isSame(a: Night, b: Night): boolean {
  const shared = sharedMs(a, b)
  return shared > 0 && shared >= leastOverlap * Math.min(a.endMs - a.startMs, b.endMs - b.startMs)
}
