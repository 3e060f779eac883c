import { z } from 'zod'
import type { DoubleAnswer, DoubleFrame, DoubleGrant, DoubleRequest, WrittenItem } from '../double.ts'
import { jsonOf } from '../double.ts'

const refused = (status: number, errorMessage: string): DoubleAnswer => ({ status, body: { errorMessage } })

const step = z.object({
  type: z.enum(['WorkoutStep', 'WorkoutRepeatStep']),
  stepOrder: z.int().min(1),
  repeatType: z.string().optional(),
  repeatValue: z.number().optional(),
  durationType: z.string().optional(),
  durationValue: z.number().optional(),
  get steps(): z.ZodOptional<z.ZodArray<typeof step>> {
    return z.array(step).min(1).optional()
  },
})
const sport = z.enum([
  'RUNNING',
  'CYCLING',
  'LAP_SWIMMING',
  'STRENGTH_TRAINING',
  'CARDIO_TRAINING',
  'GENERIC',
  'YOGA',
  'PILATES',
])
/** A workout, as far as it is looked at; the rest is kept as it came. */
const workout = z.looseObject({
  workoutName: z.string().min(1),
  sport,
  workoutProvider: z.string().max(20),
  workoutSourceId: z.string().max(20),
  segments: z.array(z.looseObject({ segmentOrder: z.int(), sport, steps: z.array(step).min(1) })).length(1),
})
const schedule = z.object({ workoutId: z.int(), date: z.iso.date() })

const shown = (key: string, { number, detail }: WrittenItem): object => ({ [key]: number, ...detail })

const created = /^\/workoutportal\/workout\/v2$/
const ofWorkout = /^\/training-api\/workout\/v2\/(\d+)$/
const ofSchedule = /^\/training-api\/schedule(?:\/(\d+))?\/?$/

/** Whether an address is of the Training API. */
export const isTraining = (path: string): boolean => [created, ofWorkout, ofSchedule].some((one) => one.test(path))

/** Workouts in a person's library, and the days they are planned for. */
export async function trainingApi(
  request: DoubleRequest,
  { person, scopes }: DoubleGrant,
  frame: DoubleFrame,
): Promise<DoubleAnswer> {
  const { method, url } = request
  if (!scopes.includes('WORKOUT_IMPORT')) return refused(412, 'User has not allowed WORKOUT_IMPORT')
  const library = await frame.writtenOf(person, 'workout')
  if (created.test(url.pathname)) {
    const read = method === 'POST' ? workout.safeParse(jsonOf(request)) : undefined
    if (!read?.success) return refused(400, 'Bad Request')
    const day = new Date(frame.nowMs).toISOString().slice(0, 10)
    return { status: 200, body: shown('workoutId', await frame.keepWritten(person, 'workout', day, read.data)) }
  }
  const [, workoutId] = ofWorkout.exec(url.pathname) ?? []
  if (workoutId !== undefined) return one(method, 'workout', 'workoutId', workoutId, library, person, frame)
  const [, scheduleId] = ofSchedule.exec(url.pathname) ?? []
  const calendar = await frame.writtenOf(person, 'schedule')
  if (scheduleId !== undefined) return one(method, 'schedule', 'scheduleId', scheduleId, calendar, person, frame)
  if (method === 'GET') {
    const [from, to] = [url.searchParams.get('startDate') ?? '', url.searchParams.get('endDate') ?? '']
    const within = calendar.filter(({ detail }) => {
      const { date } = schedule.parse(detail)
      return date >= from && date <= to
    })
    return { status: 200, body: within.map((item) => shown('scheduleId', item)) }
  }
  const read = schedule.safeParse(jsonOf(request))
  const isKnown = library.some(({ number }) => number === read.data?.workoutId)
  if (method !== 'POST' || !read.success || !isKnown) return refused(400, 'Bad Request')
  return {
    status: 200,
    body: shown('scheduleId', await frame.keepWritten(person, 'schedule', read.data.date, read.data)),
  }
}

async function one(
  method: string,
  kind: string,
  key: string,
  id: string,
  items: readonly WrittenItem[],
  person: string,
  frame: DoubleFrame,
): Promise<DoubleAnswer> {
  const found = items.find(({ number }) => number === Number(id))
  if (found === undefined) return refused(404, 'Not Found')
  if (method === 'GET') return { status: 200, body: shown(key, found) }
  if (method !== 'DELETE') return { status: 405 }
  await frame.dropWritten(person, kind, found.id)
  return { status: 204 }
}
