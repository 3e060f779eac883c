import { publicId } from '../../lib/ids.ts'
import type { BackfillRow } from './store.ts'

/** A backfill as the management API shows it. */
export const viewBackfill = (row: BackfillRow) => ({
  id: publicId('backfill', row.id),
  user_id: row.user_id,
  status: row.status,
  phase: row.payloads_total === null ? ('fetching' as const) : ('sending' as const),
  types: row.types,
  from: row.first_day,
  to: row.last_day,
  reference: row.reference,
  windows_done: row.windows_done,
  windows_total: row.windows_total,
  records: row.records,
  oldest_day: row.oldest_day,
  payloads_sent: row.payloads_sent,
  payloads_total: row.payloads_total,
  waits_until: row.waits_until?.toISOString() ?? null,
  error: row.error,
  created_at: row.created_at.toISOString(),
  started_at: row.started_at?.toISOString() ?? null,
  finished_at: row.finished_at?.toISOString() ?? null,
})
