import { z } from 'zod'
import { isZone } from '../../normalise/time.ts'
import type { Athlete } from '../../schema/records.ts'
import type { Access, Account } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import { resource } from '../resource.ts'
import { ask } from './client.ts'
import { identity } from './shapes.ts'

const device = z.object({ timezone: z.string().nullish(), last_session_date: z.number().nullish() })
const owned = z.object({ devices: z.array(device) })

/** The person: nobody but a partner with a contract gets more of Withings than their number. */
export const athlete = resource({
  raw: z.object({ userid: identity }),
  windowDays: 366,
  historyDays: null,
  fetch: async (access) => ({ userid: (await accountOf(access, {})).id }),
  normalise: ({ userid }) => [{ record: { provider_user_id: userid } satisfies Athlete }],
})

/**
 * Who signed in: only the answer of the token endpoint says it. Their zone is that of the device that was last in touch.
 * Throws `ProviderError`.
 */
export async function accountOf(access: Access, granted: Readonly<Record<string, unknown>>): Promise<Account> {
  const id = identity.safeParse(granted['userid']).data ?? access.account
  if (id === null) throw new ProviderError('unavailable', 'the token came without the number of its person')
  return { id, zone: await zoneOf(access) }
}

/** Null where the person allows no look at their devices, or has none. */
async function zoneOf(access: Access): Promise<string | null> {
  const told = await ask(access, '/v2/user', { action: 'getdevice' }).catch((error: unknown) => {
    // A zone only helps: records bring their own.
    if (error instanceof ProviderError && error.failure !== 'unauthorized') return null
    throw error
  })
  const zoned = owned.safeParse(told).data?.devices.filter(({ timezone }) => timezone && isZone(timezone)) ?? []
  return zoned.sort((a, b) => (b.last_session_date ?? 0) - (a.last_session_date ?? 0))[0]?.timezone ?? null
}
