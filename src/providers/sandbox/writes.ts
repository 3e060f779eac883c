import { z } from 'zod'
import type { DataType } from '../../schema/records.ts'
import { askJson } from '../call.ts'
import { removeAt } from '../remove-at.ts'
import type { Writing } from '../writing.ts'

const answer = z.object({ id: z.string().min(1) })

/** How records of a type are put to the pretend provider and taken away. */
const writingOf = (type: DataType): Writing => ({
  write: (access, record) =>
    askJson(access, answer, `/sandbox/records?${new URLSearchParams({ type })}`, { method: 'POST', body: { record } }),
  remove: (access, id) => removeAt(access, `/sandbox/records?${new URLSearchParams({ type, id })}`),
})

/** What can be written to the pretend provider. */
export const writes = {
  activity: writingOf('activity'),
  body: writingOf('body'),
  nutrition: writingOf('nutrition'),
  planned_workout: writingOf('planned_workout'),
}
