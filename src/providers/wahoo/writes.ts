import { z } from 'zod'
import { newUuid } from '../../lib/ids.ts'
import { parseInstant } from '../../normalise/time.ts'
import { askJson } from '../call.ts'
import { readPlan, secondsOf } from '../planned.ts'
import type { Access } from '../provider.ts'
import { removeAt } from '../remove-at.ts'
import type { WriteContext, Writing, Written } from '../writing.ts'
import { planFileOf, workoutTypeOf } from './plan.ts'

const api = 'https://api.wahooligan.com/v1'
const made = z.object({ id: z.int() })

/** What a workout lasts of which nothing tells: Wahoo will not take one without. */
const usualMinutes = 60

/**
 * Puts a plan into the person's library, and a workout into their calendar that refers to it: Wahoo's two steps. It stands at
 * noon of its day, which is the same day for a clock that is not quite theirs. The id is that of both: `workout-plan`.
 */
async function write(access: Access, record: object, { nowMs, zone }: WriteContext): Promise<Written> {
  const lost = new Set<string>()
  const plan = readPlan(record)
  const file = planFileOf(plan, (what) => lost.add(what))
  const typeId = workoutTypeOf(plan)
  const token = newUuid()
  const seconds = secondsOf(plan)
  const noonMs = parseInstant(`${plan.date}T12:00:00`, zone ?? 'UTC').epochMs
  const { id: planId } = await askJson(access, made, `${api}/plans`, {
    method: 'POST',
    form: {
      'plan[file]': `data:application/json;base64,${Buffer.from(JSON.stringify(file)).toString('base64')}`,
      'plan[filename]': 'plan.json',
      'plan[external_id]': token,
      'plan[provider_updated_at]': new Date(nowMs).toISOString(),
    },
  })
  try {
    const { id: workoutId } = await askJson(access, made, `${api}/workouts`, {
      method: 'POST',
      form: {
        'workout[name]': plan.name,
        'workout[workout_token]': token,
        'workout[workout_type_id]': `${typeId}`,
        'workout[starts]': new Date(noonMs).toISOString(),
        'workout[minutes]': `${seconds === null ? usualMinutes : Math.max(1, Math.ceil(seconds / 60))}`,
        'workout[plan_id]': `${planId}`,
      },
    })
    return { id: `${workoutId}-${planId}`, lost: [...lost] }
  } catch (error) {
    // A plan that no workout refers to would stand in the library, and nobody would know its id.
    await removeAt(access, `${api}/plans/${planId}`).catch(() => undefined)
    throw error
  }
}

/** Both, the workout first: a plan whose workout stays is still referred to. */
async function remove(access: Access, id: string): Promise<number> {
  const [, workoutId, planId] = /^(\d+)-(\d+)$/.exec(id) ?? []
  if (workoutId === undefined || planId === undefined) return 404
  const statuses = [
    await removeAt(access, `${api}/workouts/${workoutId}`),
    await removeAt(access, `${api}/plans/${planId}`),
  ]
  return Math.min(...statuses)
}

/** What can be put to Wahoo. */
export const writes = { planned_workout: { write, remove } } satisfies Record<string, Writing>
