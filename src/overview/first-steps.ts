import type { Hub } from '../hub.ts'
import type { FirstSteps } from '../schema/management/overview.ts'
import { insertStep, selectSteps } from './overview-store.ts'

const noted = new WeakMap<Hub['db'], Set<string>>()

/** Notes that an environment did something for the first time; each process asks the database once. */
export async function noteStep(hub: Pick<Hub, 'db'>, environmentId: string, step: 'key' | 'generated'): Promise<void> {
  const known = noted.get(hub.db) ?? new Set<string>()
  noted.set(hub.db, known)
  const key = `${environmentId} ${step}`
  if (known.has(key)) return
  await insertStep(hub.db, environmentId, step)
  known.add(key)
}

/** The five first steps, from what is really there. */
export async function readFirstSteps(hub: Pick<Hub, 'db'>, environmentId: string): Promise<FirstSteps> {
  const times = await selectSteps(hub.db, environmentId)
  const steps = (
    [
      ['key', times.key_used],
      ['destination', times.destination],
      ['source', times.source],
      ['generated', times.generated],
      ['user', times.connected],
    ] as const
  ).map(([step, at]) => ({ step, done: at !== null, since: at?.toISOString() ?? null }))
  return { done: steps.every(({ done }) => done), steps }
}
