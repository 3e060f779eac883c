import { z } from 'zod'
import { isZone } from '../../normalise/time.ts'
import type { Access, Account } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import { ask } from './client.ts'
import { identity } from './shapes.ts'

const device = z.object({ timezone: z.string().nullish(), last_session_date: z.number().nullish() })
const owned = z.object({ devices: z.array(device) })

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
  try {
    const { devices } = owned.parse(await ask(access, '/v2/user', { action: 'getdevice' }))
    const latest = devices
      .filter(({ timezone }) => typeof timezone === 'string' && isZone(timezone))
      .toSorted((a, b) => (b.last_session_date ?? 0) - (a.last_session_date ?? 0))
    return latest[0]?.timezone ?? null
  } catch (error) {
    // A zone only helps: records bring their own.
    if (error instanceof z.ZodError) return null
    if (error instanceof ProviderError && error.failure !== 'unauthorized') return null
    throw error
  }
}
