import type { NewApiKey } from '../../../src/client/operations.ts'
import { curlCommand } from '../components/curl.ts'
import { addressOf, post, remove } from './client.ts'
import { errorOfAnswer } from './error.ts'
import { useGet, useSend } from './query.ts'

export type { ApiKey, NewApiKey } from '../../../src/client/operations.ts'

const base = '/credentials/keys'

/** All API keys of the environment, revoked ones too. */
export const useKeys = () => useGet(base)

/** Makes an API key; its answer is the only one that shows it. */
export const useCreateKey = () => useSend((name: string) => post(base, { body: { name } }), { refreshes: [base] })

/** Revokes an API key. */
export const useRevokeKey = () =>
  useSend((id: string) => remove(`${base}/{id}`, { path: { id } }), { refreshes: [base] })

/** Calls the API as a server would, with a key that was just made; the first such call is one of the first steps. */
export const useTryKey = () =>
  useSend(
    async ({ dev_id, api_key }: NewApiKey) => {
      const headers = { 'dev-id': dev_id, 'x-api-key': api_key }
      const answer = await fetch(addressOf('/first-steps'), { headers, credentials: 'omit' })
      if (!answer.ok) throw errorOfAnswer(answer.status, answer.headers, await answer.text(), Date.now())
    },
    { refreshes: ['/first-steps'] },
  )

const keyHeader = 'x-api-key: $API_KEY'

/** A call of the API as a command. The key is the shell's own `$API_KEY`, so no command that is copied shows it. */
export function curlWithKey(call: { method: string; url: string; devId: string; body?: unknown }): string {
  const { method, url, devId, body } = call
  return curlCommand({
    method,
    url,
    headers: {
      'dev-id': devId,
      'x-api-key': '$API_KEY',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).replace(`'${keyHeader}'`, `"${keyHeader}"`)
}
