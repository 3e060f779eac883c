import { z } from 'zod'
import type { Subscribed, Subscribing } from '../notification.ts'
import { ProviderError } from '../provider-error.ts'
import { api } from './client.ts'

const path = '/push_subscriptions'
/** A subscription lasts for ever, and an app has one: whether it is still ours is looked at every week. */
const lookedAtSeconds = 7 * 86_400

const listed = z.array(z.object({ id: z.int(), callback_url: z.string() }))

/** The name in the query of the address that Strava posts to, under which it brings our secret. */
export const secretParameter = 'secret'

/**
 * Sees to it that the app's one subscription leads to this server: one that leads elsewhere cannot be changed, and is deleted
 * before another is made. Its address has a secret in it (`verify` in notification.ts says why). Throws `ProviderError`.
 */
export async function subscribe(subscribing: Subscribing): Promise<Subscribed> {
  const { client, secret } = subscribing
  const address = new URL(subscribing.callbackUrl)
  address.searchParams.set(secretParameter, secret)
  const credentials = new URLSearchParams({ client_id: client.id, client_secret: client.secret })
  const known = listed.safeParse(await (await ask(subscribing, 'GET', `${path}?${credentials}`)).json())
  if (!known.success) throw new ProviderError('unavailable', `${path} was answered in another shape`)
  const isOurs = known.data.some(({ callback_url: url }) => url === address.href)
  if (!isOurs) {
    for (const { id } of known.data) await ask(subscribing, 'DELETE', `${path}/${id}?${credentials}`)
    const form = new URLSearchParams(credentials)
    form.set('callback_url', address.href)
    form.set('verify_token', secret)
    await ask(subscribing, 'POST', path, form)
  }
  return { expiresInSeconds: lookedAtSeconds }
}

async function ask(
  subscribing: Subscribing,
  method: 'GET' | 'POST' | 'DELETE',
  where: string,
  form?: URLSearchParams,
): Promise<Response> {
  const answer = await subscribing.fetch(`${api}${where}`, {
    method,
    ...(form === undefined
      ? {}
      : { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form.toString() }),
  })
  if (!answer.ok) throw new ProviderError('unavailable', `${method} ${path} was answered ${answer.status}`)
  return answer
}
