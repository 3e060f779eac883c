import { z } from 'zod'
import { TellusError } from '../../lib/errors.ts'
import type { DataType } from '../../schema/records.ts'
import { type Access, type Account, addressOf, type DayRange } from '../provider.ts'

const userinfo = z.object({ sub: z.string().min(1), zoneinfo: z.string() })
// The pretend provider speaks our schema: there is nothing to correct here, and what is stored is checked anyway.
const answer = z.object({ records: z.array(z.record(z.string(), z.unknown())) })

export async function fetchAccount(access: Access): Promise<Account> {
  const { sub, zoneinfo } = userinfo.parse(await get(access, '/sandbox/userinfo'))
  return { id: sub, zone: zoneinfo }
}

export async function fetchRecords(access: Access, type: DataType, { first, last }: DayRange): Promise<object[]> {
  const query = new URLSearchParams({ type, start: first, end: last })
  return answer.parse(await get(access, `/sandbox/records?${query}`)).records
}

async function get(access: Access, path: string): Promise<unknown> {
  const reply = await access.fetch(addressOf(access.publicUrl, path), {
    headers: { authorization: `Bearer ${access.accessToken}`, accept: 'application/json' },
  })
  if (reply.ok) return reply.json()
  throw new TellusError(
    reply.status === 401 || reply.status === 403 ? 'provider_refused' : 'unavailable',
    `the sandbox answered ${reply.status} for ${path.split('?')[0]}`,
  )
}
