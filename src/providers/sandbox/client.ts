import { z } from 'zod'
import type { DataType } from '../../schema/records.ts'
import { askJson } from '../call.ts'
import type { Access, Account } from '../provider.ts'
import { type Resource, resource } from '../resource.ts'

const userinfo = z.object({ sub: z.string().min(1), zoneinfo: z.string(), scope: z.string() })
// The pretend provider speaks our schema: there is nothing to correct here, and what is stored is checked anyway.
const answer = z.object({ records: z.array(z.record(z.string(), z.unknown())) })

export async function fetchAccount(access: Access): Promise<Account> {
  const { sub, zoneinfo } = await askJson(access, userinfo, '/sandbox/userinfo')
  return { id: sub, zone: zoneinfo }
}

/** The scopes of the token's grant as they are now. */
export async function fetchGranted(access: Access): Promise<string[]> {
  const { scope } = await askJson(access, userinfo, '/sandbox/userinfo')
  return scope.split(' ').filter((name) => name !== '')
}

/** Records of a type, which come as they are kept. */
export const recordsOf = (type: DataType): Resource =>
  resource({
    raw: answer,
    windowDays: 31,
    historyDays: null,
    fetch: (access, { first, last }) =>
      askJson(access, answer, `/sandbox/records?${new URLSearchParams({ type, start: first, end: last })}`),
    normalise: ({ records }) => records.map((record) => ({ record })),
  })
