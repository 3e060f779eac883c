import type { BodyOf } from '../../../src/client/calls.ts'
import type { ProviderKey } from '../../../src/client/operations.ts'
import { post, remove } from './client.ts'
import { useGet, useSend } from './query.ts'

export type { KeyVerdict, ProviderKey } from '../../../src/client/operations.ts'

export type Keys = BodyOf<'POST', '/provider-keys/{provider}'>

/** The keys at every provider that wants some; of the whole installation. */
export const useProviderKeys = (enabled: boolean) => useGet('/provider-keys', {}, { enabled })

const changed = { refreshes: ['/provider-keys', '/sources', '/first-steps'] }

export const useEnterKeys = (provider: string) =>
  useSend((body: Keys) => post('/provider-keys/{provider}', { path: { provider }, body }), changed)

export const useForgetKeys = (provider: string) =>
  useSend(() => remove('/provider-keys/{provider}', { path: { provider } }), changed)

/** Asks the provider about keys; without a body about those in force. */
export const useTestKeys = (provider: string) =>
  useSend((body: Partial<Keys>) => post('/provider-keys/{provider}/test', { path: { provider }, body }))

/** Reads the secret beside the webhook URL, which is written into the audit log. */
export const revealWebhookSecret = async ({ provider }: ProviderKey): Promise<string> =>
  (await post('/provider-keys/{provider}/reveal-webhook-secret', { path: { provider } })).secret
