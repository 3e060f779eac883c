import type { Sql } from '../../db/sql.ts'
import type { Hub } from '../../hub.ts'
import { TellusError } from '../../lib/errors.ts'
import type { Branding, BrandingChange } from '../../schema/management/branding.ts'
import { lockEnvironment, selectBranding, upsertBranding } from './branding-store.ts'

/** How an environment's pages look, and what the app is called there: its title, else the environment's name. */
export async function brandingOf(sql: Sql, environmentId: string): Promise<{ look: Branding; app: string }> {
  const row = await selectBranding(sql, environmentId)
  if (row === null) throw new TellusError('not_found', 'there is no such environment')
  const look: Branding = {
    title: row.title,
    logo: row.logo,
    accent: row.accent,
    theme: row.theme ?? 'auto',
    language: row.language ?? 'auto',
    privacy_url: row.privacy_url,
    frame_ancestors: row.frame_ancestors ?? [],
  }
  return { look, app: row.title ?? row.name }
}

/** Changes what is named and gives the whole; `onChange` runs in the same transaction. */
export const changeBranding = (
  hub: Pick<Hub, 'db'>,
  environmentId: string,
  change: BrandingChange,
  onChange: (sql: Sql) => Promise<void>,
): Promise<Branding> =>
  hub.db.transaction(async (sql) => {
    await lockEnvironment(sql, environmentId)
    const { look } = await brandingOf(sql, environmentId)
    const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    await upsertBranding(sql, environmentId, { ...look, ...named })
    await onChange(sql)
    return (await brandingOf(sql, environmentId)).look
  })
