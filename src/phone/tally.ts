import type { BatchAnswer } from '../schema/ingest.ts'
import type { PhoneItem, RejectedItem } from './wire/batch.ts'

/** What became of the items of a batch. */
export interface Outcome {
  accepted: readonly Pick<PhoneItem, 'type'>[]
  duplicates: readonly Pick<PhoneItem, 'type'>[]
  /** Null where nobody said what it is. */
  deleted: readonly { type: string | null }[]
  /** Refused for their number, with why. */
  surplus: readonly Pick<PhoneItem, 'id' | 'type'>[]
  reason: string
}

/** A batch whose items are read. */
interface Counted {
  batchId: string
  items: readonly { item: Pick<PhoneItem, 'id'> }[]
  rejected: readonly RejectedItem[]
}

/** The answer to a batch: everything that came is counted once, in all and by type. */
export function tally(batch: Counted, outcome: Outcome): BatchAnswer {
  const { accepted, duplicates, deleted } = outcome
  const places = new Map(outcome.surplus.length === 0 ? [] : batch.items.map(({ item: { id } }, index) => [id, index]))
  const rejected = [
    ...batch.rejected,
    ...outcome.surplus.map(({ id, type }) => ({
      id,
      type,
      index: places.get(id) ?? 0,
      reason: outcome.reason,
    })),
  ]
  const types: BatchAnswer['types'] = {}
  const count = (list: readonly { type: string | null }[], what: keyof BatchAnswer['types'][string]): void => {
    for (const { type } of list) {
      if (type === null) continue
      const counts = types[type] ?? { accepted: 0, duplicates: 0, deleted: 0, rejected: 0 }
      types[type] = counts
      counts[what]++
    }
  }
  count(accepted, 'accepted')
  count(duplicates, 'duplicates')
  count(deleted, 'deleted')
  count(rejected, 'rejected')
  return {
    batch_id: batch.batchId,
    accepted: accepted.length,
    duplicates: duplicates.length,
    deleted: deleted.length,
    rejected: rejected.map(({ id, index, type, reason }) => ({ id, index, type, reason })),
    types,
  }
}
