import { z } from 'zod'
import { readTcxText } from '../../import/tcx/read.ts'
import { TellusError } from '../../lib/errors.ts'
import { type Instant, offsetText } from '../../normalise/time.ts'
import type { Activity } from '../../schema/records.ts'
import { askJson } from '../call.ts'
import type { Access } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import { pathOf } from './client.ts'
import { idOf } from './shapes.ts'

/** Where a workout went, as Google exports it: a TCX file as a text. */
export const routes = z.array(z.object({ id: z.string(), tcx: z.string() }))

const exported = z.object({ tcxData: z.string().nullish() })
const located = z.object({
  name: z.string().min(1),
  exercise: z.object({ exerciseMetadata: z.object({ hasGps: z.literal(true) }) }),
})

/**
 * The routes of those workouts that were recorded with GPS, one call each; none where the person does not let their places be
 * read. Throws `ProviderError`.
 */
export async function fetchRoutes(access: Access, exercises: readonly unknown[]): Promise<z.output<typeof routes>> {
  const found: z.output<typeof routes> = []
  for (const { name } of exercises.flatMap((one) => located.safeParse(one).data ?? [])) {
    const id = idOf(name)
    try {
      const address = pathOf('exercise', `/${encodeURIComponent(id)}:exportExerciseTcx`)
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

/** A route as a workout, on the clock of its start; nothing where there is none, or no file of its kind, or one without places. */
export function routeOf(tcx: string | undefined, { offsetMinutes }: Instant): Partial<Activity> {
  try {
    const read = tcx === undefined ? null : readTcxText('The route', tcx, offsetText(offsetMinutes))
    return read?.position_data?.position_samples?.length ? read : {}
  } catch (error) {
    if (error instanceof TellusError) return {}
    throw error
  }
}
