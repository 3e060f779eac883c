import { z } from 'zod'
import type { DoubleAnswer, DoubleFrame, DoubleGrant, DoubleRequest, WrittenItem } from './double.ts'
import { formOf } from './double.ts'

const fault = (status: number, error: string): DoubleAnswer => ({ status, body: { error } })
const wrong = fault(422, 'Unprocessable Entity')

const range = z
  .object({ type: z.string().min(1), low: z.number(), high: z.number() })
  .refine(({ low, high }) => high >= low)
const interval = z.object({
  name: z.string().optional(),
  exit_trigger_type: z.enum(['time', 'distance', 'kj', 'repeat']),
  exit_trigger_value: z.number().min(0),
  intensity_type: z.enum(['active', 'wu', 'tempo', 'lt', 'map', 'ac', 'nm', 'ftp', 'cd', 'recover', 'rest']).optional(),
  targets: z.array(range).optional(),
  get intervals(): z.ZodOptional<z.ZodArray<typeof interval>> {
    return z.array(interval).min(1).optional()
  },
})
/** A plan file, as far as it is read. */
const planFile = z.object({
  header: z.object({
    name: z.string().min(1),
    version: z.literal('1.0.0'),
    description: z.string().max(5000).optional(),
    workout_type_family: z.union([z.literal(0), z.literal(1)]),
    workout_type_location: z.union([z.literal(0), z.literal(1)]),
  }),
  intervals: z.array(interval).min(1),
})
const uri = 'data:application/json;base64,'

function fileIn(text: string): z.output<typeof planFile> | null {
  if (!text.startsWith(uri)) return null
  try {
    return planFile.safeParse(JSON.parse(Buffer.from(text.slice(uri.length), 'base64').toString('utf8'))).data ?? null
  } catch {
    return null
  }
}

const isInstant = (text: string): boolean => z.iso.datetime({ offset: true }).safeParse(text).success

/** The library of plans: put there, listed and taken away; nothing but the plans of this app. */
export async function plans(request: DoubleRequest, grant: DoubleGrant, frame: DoubleFrame): Promise<DoubleAnswer> {
  const { method, url } = request
  const [, number] = /^\/v1\/plans(?:\/(\d+))?$/.exec(url.pathname) ?? []
  const needed = method === 'GET' ? 'plans_read' : 'plans_write'
  if (!grant.scopes.includes(needed)) return fault(403, 'Forbidden')
  const kept = await frame.writtenOf(grant.person, 'plan')
  const found = kept.find((one) => one.number === Number(number))
  if (method === 'GET') {
    const shown = kept.map(shownPlan)
    if (number === undefined) return { status: 200, body: shown }
    return found === undefined ? fault(404, 'Not Found') : { status: 200, body: shownPlan(found) }
  }
  if (method === 'DELETE') {
    if (found === undefined) return fault(404, 'Not Found')
    await frame.dropWritten(grant.person, 'plan', found.id)
    return { status: 204 }
  }
  if (method !== 'POST' || number !== undefined) return fault(405, 'Method Not Allowed')
  const form = formOf(request)
  const file = fileIn(form.get('plan[file]') ?? '')
  const externalId = form.get('plan[external_id]') ?? ''
  const updatedAt = form.get('plan[provider_updated_at]') ?? ''
  if (file === null || externalId === '' || !isInstant(updatedAt)) return wrong
  const detail = {
    name: file.header.name,
    description: file.header.description ?? null,
    workout_type_family_id: file.header.workout_type_family,
    workout_type_location_id: file.header.workout_type_location,
    external_id: externalId,
    provider_updated_at: updatedAt,
    deleted: false,
    file,
  }
  const plan = await frame.keepWritten(grant.person, 'plan', updatedAt.slice(0, 10), detail)
  return { status: 201, body: shownPlan(plan) }
}

/** A plan with where its file lies, of which nobody but Wahoo's devices asks. */
const shownPlan = ({ id, number, detail }: WrittenItem): object => ({
  id: number,
  ...detail,
  file: { url: `https://cdn.wahooligan.com/wahoo-cloud/production/uploads/plan/file/${id}/plan.json` },
})

const planned = z.object({
  name: z.string().min(1),
  workout_token: z.string().min(1),
  workout_type_id: z.coerce.number().int().min(0),
  starts: z.string().refine(isInstant),
  minutes: z.coerce.number().min(0),
  plan_id: z.coerce.number().int().optional(),
})
export type PlannedWorkout = z.output<typeof planned>

/** A workout that an app plans, as the list has it: without results. */
export const shownWorkout = ({ number, detail }: WrittenItem): object => {
  const { plan_id: planId, ...workout } = planned.parse(detail)
  return {
    id: number,
    ...workout,
    plan_id: planId ?? null,
    plan_ids: planId === undefined ? [] : [planId],
    route_id: null,
    workout_summary: null,
  }
}

/** When a workout that an app plans is to begin. */
export const startsOf = ({ detail }: WrittenItem): number => Date.parse(planned.parse(detail).starts)

/** Puts a workout into the calendar, or takes away one that an app put there. */
export async function writeWorkout(
  request: DoubleRequest,
  grant: DoubleGrant,
  frame: DoubleFrame,
): Promise<DoubleAnswer> {
  const { method, url } = request
  if (!grant.scopes.includes('workouts_write')) return fault(403, 'Forbidden')
  const [, number] = /^\/v1\/workouts\/(\d+)$/.exec(url.pathname) ?? []
  if (method === 'DELETE') {
    const found = (await frame.writtenOf(grant.person, 'workout')).find((one) => one.number === Number(number))
    if (found === undefined) return fault(404, 'Not Found')
    await frame.dropWritten(grant.person, 'workout', found.id)
    return { status: 204 }
  }
  if (method !== 'POST' || url.pathname !== '/v1/workouts') return fault(405, 'Method Not Allowed')
  const fields = [...formOf(request)].map(([name, value]) => [/^workout\[(\w+)\]$/.exec(name)?.[1] ?? name, value])
  const workout = planned.safeParse(Object.fromEntries(fields))
  if (!workout.success) return wrong
  const { plan_id: planId, starts } = workout.data
  const library = planId === undefined ? [] : await frame.writtenOf(grant.person, 'plan')
  if (planId !== undefined && !library.some((plan) => plan.number === planId)) return wrong
  const kept = await frame.keepWritten(grant.person, 'workout', starts.slice(0, 10), workout.data)
  return { status: 201, body: shownWorkout(kept) }
}
