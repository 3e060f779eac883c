import { z } from 'zod'
import { askJson } from '../call.ts'
import type { Access, Account } from '../provider.ts'
import type { DayRange } from '../resource.ts'

const api = 'https://api.acme-band.example/v1'

const profile = z.object({ id: z.string().min(1), timezone: z.string().nullish() })

/** Who signed in. Throws `ProviderError`. */
export async function accountOf(access: Access): Promise<Account> {
  const { id, timezone } = await askJson(access, profile, `${api}/me`)
  return { id, zone: timezone ?? null }
}

/** What a list has for some local days, both included, as it came. Throws `ProviderError`. */
export const listOf = (access: Access, list: 'workouts', { first, last }: DayRange): Promise<unknown> =>
  askJson(access, z.unknown(), `${api}/${list}?${new URLSearchParams({ from: first, to: last })}`)
