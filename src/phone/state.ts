import type { z } from 'zod'
import type { Hub } from '../hub.ts'
import type { ingestStateSchema } from '../schema/ingest.ts'
import type { Phone } from './connect.ts'
import { selectAnchors } from './store.ts'

/** Where a phone resumes: by type its own anchor, and when the last sample that came of it ended. */
export async function readState(
  hub: Pick<Hub, 'db'>,
  { userId, platform }: Phone,
): Promise<z.infer<typeof ingestStateSchema>> {
  const rows = await selectAnchors(hub.db, userId)
  const types = rows.map(({ type, anchor, last_sample_at: at }) => [
    type,
    { anchor, last_sample_at: at?.toISOString() ?? null },
  ])
  return { user_id: userId, platform, types: Object.fromEntries(types) }
}
