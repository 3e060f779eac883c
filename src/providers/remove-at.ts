import { callProvider } from './call.ts'
import type { Access } from './provider.ts'

/**
 * Deletes what stands at an address of a provider; gives its status, of which 404 and 410 are an answer like any other: it
 * is not there. Throws `ProviderError` for the rest.
 */
export const removeAt = async (access: Access, address: string): Promise<number> =>
  (await callProvider(access, address, { method: 'DELETE', expected: [404, 410] })).status
