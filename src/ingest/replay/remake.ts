import { ZodError } from 'zod'
import { unpack } from '../../lib/packed.ts'
import { mapperOf, type Provider } from '../../providers/provider.ts'
import { type Incoming, toIncoming } from '../incoming.ts'
import type { Source } from '../provenance.ts'
import type { RawAnswerRow } from '../raw/store.ts'

/** The source of a slug: the registry's, or another one in tests. */
export type FindProvider = (name: string) => Provider | null

/** What the mapper of today makes of a kept answer. */
export interface Remade {
  kind: 'made'
  source: Source
  /** When it was given, milliseconds since 1970. */
  observedAtMs: number
  records: Incoming[]
  /** What does not fit the schema, without values. */
  problems: string[]
}

export type Remaking = Remade | { kind: 'refused'; why: string }

/** Runs the mapper of today over a kept answer. */
export function remake(row: RawAnswerRow, find: FindProvider): Remaking {
  const provider = find(row.provider)
  if (provider === null || provider.kind === 'phone') return refused(`${row.provider} is not a source any more`)
  const resource = provider.resources[row.type]
  if (resource === undefined) return refused(`${provider.label} has no ${row.type} any more`)
  const answer: unknown = JSON.parse(unpack(row))
  try {
    const made = resource.normalise(answer, { zone: row.zone }).map((one) => toIncoming({ type: row.type, ...one }))
    return {
      kind: 'made',
      source: { rawId: row.id, mapper: mapperOf(provider) },
      observedAtMs: row.observed_at.getTime(),
      records: made.map(({ incoming }) => incoming),
      problems: made.flatMap(({ problems }) => problems),
    }
  } catch (error) {
    return refused(`${row.type} of ${provider.label} is not understood${placeOf(error)}`)
  }
}

const refused = (why: string): Remaking => ({ kind: 'refused', why })

/** Where an answer is otherwise than expected; messages of other errors may hold values and stay out. */
function placeOf(error: unknown): string {
  const [issue] = error instanceof ZodError ? error.issues : []
  return issue === undefined ? '' : ` at ${issue.path.map(String).join('.') || 'its top'}`
}
