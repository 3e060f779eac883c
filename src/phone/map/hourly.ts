import { tidy } from '../../normalise/tidy.ts'
import { formatTimestamp, offsetOfZone } from '../../normalise/time.ts'
import type { Daily } from '../../schema/records.ts'
import type { Aggregate } from '../wire/aggregate.ts'

const hourMs = 3_600_000

/**
 * Running totals by the hour of an aggregate, each at the end of its hour; hours in which nothing came are left out. The
 * hours are counted from midnight, so a day of a clock change has 23 or 25.
 */
function hourlyTotals<T>(aggregate: Aggregate | undefined, make: (timestamp: string, total: number) => T): T[] {
  if (aggregate === undefined) return []
  const { hourly, startMs, endMs, zone } = aggregate
  let sum = 0
  return hourly.flatMap((amount, hour) => {
    const atMs = startMs + (hour + 1) * hourMs
    if (amount === null || amount <= 0 || atMs > endMs) return []
    sum += amount
    return [make(formatTimestamp(atMs, offsetOfZone(zone, atMs)), tidy(sum))]
  })
}

type Detailed = NonNullable<NonNullable<Daily['distance_data']>['detailed']>

/** What the samples of a day tell of its course; where there are none, the hours of its aggregates. */
export function withHours(
  known: Detailed | null | undefined,
  { steps, meters, floors }: Readonly<Record<'steps' | 'meters' | 'floors', Aggregate | undefined>>,
): Detailed {
  const orElse = <T>(samples: T[] | null | undefined, hours: T[]): T[] =>
    samples == null || samples.length === 0 ? hours : samples
  return {
    ...known,
    step_samples: orElse(
      known?.step_samples,
      hourlyTotals(steps, (timestamp, total) => ({ timestamp, steps: Math.round(total) })),
    ),
    distance_samples: orElse(
      known?.distance_samples,
      hourlyTotals(meters, (timestamp, distance_meters) => ({ timestamp, distance_meters })),
    ),
    floors_climbed_samples: orElse(
      known?.floors_climbed_samples,
      hourlyTotals(floors, (timestamp, total) => ({ timestamp, floors_climbed: Math.round(total) })),
    ),
    elevation_samples: known?.elevation_samples ?? [],
  }
}
