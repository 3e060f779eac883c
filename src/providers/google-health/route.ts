import { z } from 'zod'
import { readTcxText } from '../../import/tcx/read.ts'
import { TellusError } from '../../lib/errors.ts'
import { offsetText } from '../../normalise/time.ts'
import type { Activity } from '../../schema/records.ts'
import { askJson } from '../call.ts'
import type { Access } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import { me } from './client.ts'
import { idOf } from './shapes.ts'

/** Where a workout went, as Google exports it: a TCX file as a text. */
export const routes = z.array(z.object({ id: z.string(), tcx: z.string() }))
export type Routes = z.output<typeof routes>

const exported = z.object({ tcxData: z.string().nullish() })
const located = z.object({
  name: z.string().min(1),
  exercise: z.object({ exerciseMetadata: z.object({ hasGps: z.literal(true) }) }),
})

/**
 * The routes of those workouts that were recorded with GPS, one call each; none where the person does not let their places be
 * read. Throws `ProviderError`.
 */
export async function fetchRoutes(access: Access, exercises: readonly unknown[]): Promise<Routes> {
  const found: Routes = []
  for (const one of exercises) {
    const { data } = located.safeParse(one)
    if (data === undefined) continue
    const id = idOf(data.name)
    const address = `${me}/dataTypes/exercise/dataPoints/${encodeURIComponent(id)}:exportExerciseTcx`
    try {
      const { tcxData } = await askJson(access, exported, address)
      if (tcxData) found.push({ id, tcx: tcxData })
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error
      if (error.failure === 'forbidden') return found
      // A workout without an export, or that was deleted meanwhile.
      if (error.failure !== 'refused') throw error
    }
  }
  return found
}

/** What the route of a workout adds to its record. */
export type Routed = Required<Pick<Activity, 'distance_data' | 'movement_data' | 'position_data' | 'polyline_map_data'>>

/** Reads a route on the clock of its workout (minutes east of Greenwich); null for a file without places, or no file of its kind. */
export function routeOf(tcx: string, offsetMinutes: number): Routed | null {
  try {
    const read = readTcxText('The route', tcx, offsetText(offsetMinutes))
    if (read === null || !read.position_data?.position_samples?.length) return null
    const { distance_data, movement_data, position_data, polyline_map_data } = read
    return {
      distance_data: {
        summary: { elevation: distance_data?.summary?.elevation ?? null },
        detailed: {
          distance_samples: distance_data?.detailed?.distance_samples ?? [],
          elevation_samples: distance_data?.detailed?.elevation_samples ?? [],
        },
      },
      movement_data: {
        max_speed_meters_per_second: movement_data?.max_speed_meters_per_second ?? null,
        speed_samples: movement_data?.speed_samples ?? [],
        cadence_samples: movement_data?.cadence_samples ?? [],
      },
      position_data,
      polyline_map_data: polyline_map_data ?? null,
    }
  } catch (error) {
    if (error instanceof TellusError) return null
    throw error
  }
}
