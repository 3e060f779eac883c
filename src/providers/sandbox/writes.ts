import { z } from 'zod'
import type { DataType } from '../../schema/records.ts'
import { askJson, callProvider } from '../call.ts'
import { ProviderError } from '../provider-error.ts'
import type { Writing } from '../writing.ts'

const answer = z.object({ id: z.string().min(1) })

/** How records of a type are put to the pretend provider and taken away: one a call. */
const writingOf = (type: DataType): Writing => ({
  async write(access, records) {
    const ids: string[] = []
    for (const record of records) {
      const address = `/sandbox/records?${new URLSearchParams({ type })}`
      ids.push((await askJson(access, answer, address, { method: 'POST', body: { record } })).id)
    }
    return ids
  },
  async remove(access, ids) {
    const removed: { id: string; status: number }[] = []
    for (const id of ids) {
      const address = `/sandbox/records?${new URLSearchParams({ type, id })}`
      removed.push({ id, status: await statusOf(() => callProvider(access, address, { method: 'DELETE' })) })
    }
    return removed
  },
})

/** The pretend provider answers 404 alone for what it will not remove. */
async function statusOf(call: () => Promise<Response>): Promise<number> {
  try {
    return (await call()).status
  } catch (error) {
    if (error instanceof ProviderError && error.failure === 'refused') return 404
    throw error
  }
}

/** What can be written to the pretend provider. */
export const writes = {
  activity: writingOf('activity'),
  body: writingOf('body'),
  nutrition: writingOf('nutrition'),
  planned_workout: writingOf('planned_workout'),
}
