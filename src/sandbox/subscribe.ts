import { createHmac } from 'node:crypto'
import type { Hub } from '../hub.ts'
import { newId, newSecret } from '../lib/ids.ts'
import { isSameText } from '../lib/same-text.ts'
import { client } from '../providers/sandbox/manifest.ts'
import { callBack } from './callback.ts'
import { upsertSubscription } from './push-store.ts'
import { type Answer, isClient, refused } from './token.ts'

const shortestSecret = 16

/**
 * The endpoint by which a client says where notifications go: `callback_url`, which must be this installation's own, and
 * the `secret` they are signed with. The callback proves that it knows the secret by the HMAC of a challenge.
 */
export async function answerSubscribe(
  hub: Pick<Hub, 'db' | 'vault' | 'publicUrl'>,
  authorization: string | undefined,
  form: URLSearchParams,
): Promise<Answer> {
  if (!isClient(authorization, form)) return refused('invalid_client', 'the client is not known', 401)
  const callbackUrl = form.get('callback_url') ?? ''
  const secret = form.get('secret') ?? ''
  if (callbackUrl !== `${hub.publicUrl()}/hooks/SANDBOX`)
    return refused('invalid_request', `callback_url must be ${hub.publicUrl()}/hooks/SANDBOX`)
  if (secret.length < shortestSecret)
    return refused('invalid_request', `secret must have at least ${shortestSecret} characters`)
  if (!(await isProved(callbackUrl, secret)))
    return refused('invalid_callback', 'callback_url did not answer its challenge')
  await upsertSubscription(hub.db, newId(), client.id, { callback_url: callbackUrl, secret: hub.vault.seal(secret) })
  return { status: 201, body: { callback_url: callbackUrl } }
}

async function isProved(callbackUrl: string, secret: string): Promise<boolean> {
  const challenge = newSecret()
  const answer = await callBack(`${callbackUrl}?${new URLSearchParams({ challenge })}`).catch(() => null)
  if (answer === null || !answer.ok) return false
  return isSameText(createHmac('sha256', secret).update(challenge).digest('hex'), (await answer.text()).trim())
}
