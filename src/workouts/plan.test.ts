import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { RawValue } from 'sql-template-tag'
import type { WorkoutTemplate } from '../schema/workout-template.ts'
import { connectPerson, sandboxServer } from '../testing/connected.ts'
import { reschedule } from './change.ts'
import { planWorkout } from './plan.ts'
import { keepTemplate } from './template.ts'

const at = await sandboxServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

const template: WorkoutTemplate = {
  name: 'Intervals',
  sport: 'running',
  step_blocks: [
    {
      completion_condition: { type: 'reps', value: 1 },
      steps: [{ completion_condition: { type: 'open' }, intensity_type: 'active' }],
    },
  ],
}
const kept = () => keepTemplate(hub, hub.environmentId, template)
const atProvider = async (person: string): Promise<string[]> =>
  (await hub.db<{ id: string }>`select id from sandbox_written where person = ${person}`).map(({ id }) => id)

test('a plan that cannot be kept here does not stay at the provider', async () => {
  const user = await connectPerson(at, 'unlucky')
  const workoutId = await kept()
  const reader = (strings: TemplateStringsArray, ...values: RawValue[]) => hub.db(strings, ...values)
  const lost = () => Promise.reject(new Error('the database is gone'))
  const db = Object.assign(reader, hub.db, { transaction: lost })
  await assert.rejects(planWorkout({ ...hub, db }, user, workoutId, '2026-07-05', {}), /the database is gone/)
  assert.deepEqual(await atProvider('unlucky'), [])
  await planWorkout(hub, user, workoutId, '2026-07-05', {})
  assert.equal((await atProvider('unlucky')).length, 1)
})

test('plans of one person can be made at the same time', async () => {
  const user = await connectPerson(at, 'busy')
  const workoutId = await kept()
  const days = Array.from({ length: 9 }, (_, n) => `2026-07-0${n + 1}`)
  await Promise.all(days.map((day) => planWorkout(hub, user, workoutId, day, {})))
  assert.equal((await atProvider('busy')).length, 9)
})

test('of two who move a plan at the same time one wins, and one workout is at the provider', async () => {
  const user = await connectPerson(at, 'torn')
  const { planned_workout_id: id } = await planWorkout(hub, user, await kept(), '2026-07-05', {})
  const moves = await Promise.allSettled(
    ['2026-07-06', '2026-07-07'].map((day) => reschedule(hub, user, id ?? '', day)),
  )
  const [row] = await hub.db<{ provider_workout_id: string }>`
    select provider_workout_id from planned_workouts where user_id = ${user.userId}`
  assert.deepEqual(await atProvider('torn'), [row?.provider_workout_id])
  for (const move of moves)
    if (move.status === 'rejected') assert.match(String(move.reason), /was changed meanwhile: read it again/)
  assert.ok(moves.some(({ status }) => status === 'fulfilled'))
})
