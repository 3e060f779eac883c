import { z } from 'zod'
import { publicId } from '../../lib/ids.ts'
import { type DataType, dataTypes } from '../../schema/records.ts'

/** Examples that are kept of each type, and paths of each example. */
const mostExamples = 5
const mostPaths = 20
const mostRefusals = 20

const exampleSchema = z.object({
  user_id: z.string(),
  raw_id: z.string(),
  /** The local day on which the record begins. */
  day: z.string().nullable(),
  is_new: z.boolean(),
  paths: z.array(z.string()),
})

const ofTypeSchema = z.object({
  /** Records that were looked at. */
  checked: z.number(),
  /** Of them, stored otherwise than before. */
  changed: z.number(),
  /** Records that there were none of before. */
  added: z.number(),
  /** Stored records that the mapper of today makes no more; they stay. */
  unmade: z.number(),
  examples: z.array(exampleSchema),
})

/** What a replay found, or would have changed. */
export const outcomeSchema = z.object({
  answers: z.number(),
  files: z.number(),
  users: z.number(),
  types: z.partialRecord(z.enum(dataTypes), ofTypeSchema),
  refused: z.number(),
  refusals: z.array(z.object({ raw_id: z.string(), why: z.string() })),
})
export type Outcome = z.output<typeof outcomeSchema>

type Scope = Pick<Outcome, 'answers' | 'files' | 'users'>

export const newOutcome = (scope: Scope): Outcome => ({ ...scope, types: {}, refused: 0, refusals: [] })

/** The part about a type, made where it is not there. */
function ofType(outcome: Outcome, type: DataType): z.output<typeof ofTypeSchema> {
  const known = outcome.types[type] ?? { checked: 0, changed: 0, added: 0, unmade: 0, examples: [] }
  outcome.types[type] = known
  return known
}

export const noteChecked = (outcome: Outcome, type: DataType, records = 1): void => {
  ofType(outcome, type).checked += records
}

export const noteUnmade = (outcome: Outcome, type: DataType): void => {
  ofType(outcome, type).unmade++
}

/** A change, as far as it may be shown: no value is in it. */
export interface Change {
  type: DataType
  userId: string
  /** As the outside knows it. */
  rawId: string
  day: string | null
  before: object | null
  after: object
}

export function noteChange(outcome: Outcome, { type, userId, rawId, day, before, after }: Change): void {
  const part = ofType(outcome, type)
  if (before === null) part.added++
  else part.changed++
  if (part.examples.length >= mostExamples) return
  const paths = before === null ? [] : [...changedPaths(before, after)].slice(0, mostPaths)
  part.examples.push({ user_id: userId, raw_id: rawId, day, is_new: before === null, paths })
}

export function noteRefusal(outcome: Outcome, kind: 'raw' | 'import', id: string, why: string): void {
  outcome.refused++
  if (outcome.refusals.length < mostRefusals) outcome.refusals.push({ raw_id: publicId(kind, id), why })
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/**
 * Where two records differ, as paths such as `distance_data.steps` or `heart_rate_data.detailed.hr_samples[].bpm`, each once.
 * What is null says as much as what is absent.
 */
export function changedPaths(before: unknown, after: unknown, path = ''): Set<string> {
  if (Array.isArray(before) && Array.isArray(after)) return changedItems(before, after, path)
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after))
    return new Set((before ?? null) === (after ?? null) ? [] : [path])
  const old = new Map<string, unknown>(Object.entries(before))
  const now = new Map<string, unknown>(Object.entries(after))
  const paths = new Set<string>()
  for (const key of new Set([...old.keys(), ...now.keys()]))
    for (const one of changedPaths(old.get(key), now.get(key), path === '' ? key : `${path}.${key}`)) paths.add(one)
  return paths
}

function changedItems(before: readonly unknown[], after: readonly unknown[], path: string): Set<string> {
  const paths = new Set<string>(before.length === after.length ? [] : [`${path}[]`])
  for (let i = 0; i < Math.min(before.length, after.length); i++)
    for (const one of changedPaths(before[i], after[i], `${path}[]`)) paths.add(one)
  return paths
}
