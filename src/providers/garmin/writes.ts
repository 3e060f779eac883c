import { z } from 'zod'
import { askJson } from '../call.ts'
import { readPlan } from '../planned.ts'
import type { Access } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import { removeAt } from '../remove-at.ts'
import type { Writing, Written } from '../writing.ts'
import { apiHost } from './client.ts'
import { garminWorkoutOf } from './plan.ts'

const host = `https://${apiHost}`
/** Workouts are made at another address than they are read and taken away at. */
const creation = `${host}/workoutportal/workout/v2`
const workouts = `${host}/training-api/workout/v2`
const schedules = `${host}/training-api/schedule/`

const id = z.int().min(1)
const workout = z.object({ workoutId: id })
/** Some are answered with the number alone. */
const schedule = z.union([
  z.object({ scheduleId: id }).transform(({ scheduleId }) => scheduleId),
  z.object({ workoutScheduleId: id }).transform(({ workoutScheduleId }) => workoutScheduleId),
  id,
])

/** "User Permission error": the token is good, and the person does not allow it. */
const notPermitted = 412

/** Garmin's refusal of what the person has not allowed, told apart from a token that is no good. */
const training = (access: Access): Access => ({
  ...access,
  fetch: async (url, outgoing) => {
    const answer = await access.fetch(url, outgoing)
    if (answer.status === notPermitted)
      throw new ProviderError('forbidden', `${new URL(url).pathname} was answered ${notPermitted}`)
    return answer
  },
})

/** Puts a workout into the person's library, and into their calendar on its day. The id is that of both: `workout-schedule`. */
async function write(known: Access, record: object): Promise<Written> {
  const access = training(known)
  const lost = new Set<string>()
  const plan = readPlan(record)
  const body = garminWorkoutOf(plan, (what) => lost.add(what))
  const { workoutId } = await askJson(access, workout, creation, { method: 'POST', body })
  try {
    const scheduleId = await askJson(access, schedule, schedules, {
      method: 'POST',
      body: { workoutId, date: plan.date },
    })
    return { id: `${workoutId}-${scheduleId}`, lost: [...lost] }
  } catch (error) {
    // A workout without a day would stand in the library, and nobody would know its id.
    await removeAt(access, `${workouts}/${workoutId}`).catch(() => undefined)
    throw error
  }
}

/** The day first: a workout whose day stays is still needed. */
async function remove(known: Access, both: string): Promise<number> {
  const access = training(known)
  const [, workoutId, scheduleId] = /^(\d+)-(\d+)$/.exec(both) ?? []
  if (workoutId === undefined || scheduleId === undefined) return 404
  const statuses = [
    await removeAt(access, `${schedules}${scheduleId}`),
    await removeAt(access, `${workouts}/${workoutId}`),
  ]
  return Math.min(...statuses)
}

/** What can be put to Garmin. */
export const writes = { planned_workout: { write, remove } } satisfies Record<string, Writing>
