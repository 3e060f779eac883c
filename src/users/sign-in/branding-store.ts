import type { Sql } from '../../db/sql.ts'
import type { Branding } from '../../schema/management/branding.ts'

/** Every column is null where nothing was set, but the name of the environment. */
type Row = { name: string } & { [K in keyof Branding]: Branding[K] | null }

export const selectBranding = async (sql: Sql, environmentId: string) => {
  const [row] = await sql<Row>`
    select e.name, b.title, b.logo, b.accent, b.theme, b.language, b.privacy_url, b.frame_ancestors
    from environments e
    left join branding b on b.environment_id = e.id
    where e.id = ${environmentId}`
  return row ?? null
}

/** Makes changes to one environment's row wait for each other until the transaction ends. */
export const lockEnvironment = (sql: Sql, environmentId: string) => sql`
  select id
  from environments
  where id = ${environmentId}
  for no key update`

export const upsertBranding = (sql: Sql, environmentId: string, look: Branding) => sql`
  insert into branding (environment_id, title, logo, accent, theme, language, privacy_url, frame_ancestors)
  values (${environmentId}, ${look.title}, ${look.logo}, ${look.accent}, ${look.theme}, ${look.language},
    ${look.privacy_url}, ${look.frame_ancestors})
  on conflict (environment_id) do update
  set title = excluded.title, logo = excluded.logo, accent = excluded.accent, theme = excluded.theme,
    language = excluded.language, privacy_url = excluded.privacy_url, frame_ancestors = excluded.frame_ancestors`
