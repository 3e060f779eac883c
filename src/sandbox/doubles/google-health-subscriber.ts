import { z } from 'zod'
import { authorizationOf } from '../../providers/google-health/notification.ts'
import type { DoubleAnswer, DoubleFrame, DoubleRequest, Listener, News, NewsItem, Posting } from './double.ts'
import { jsonOf } from './double.ts'
import { googleError, invalid, timeOf } from './google-health-answers.ts'

const configs = z.array(
  z.object({ dataTypes: z.array(z.string()), subscriptionCreatePolicy: z.enum(['AUTOMATIC', 'MANUAL']) }),
)
const wanted = z.object({
  endpointUri: z.url(),
  subscriberConfigs: configs.default([]),
  endpointAuthorization: z.object({ secret: z.string().regex(/^\S+ \S+$/, 'has no scheme') }),
})

/**
 * The subscribers of the project: made, shown and taken away with a right over the project, for which the client's secret
 * stands in here. Whoever is to be told proves it twice: with the secret by 201, without it by 401 or 403.
 */
export async function subscriber(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  const { method, url, headers } = request
  if (headers['authorization'] !== `Bearer ${frame.client.secret}`)
    return googleError(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.')
  const [, project = '', id] = /^\/v4\/projects\/([^/]+)\/subscribers(?:\/([^/]+))?$/.exec(url.pathname) ?? []
  const shown = ({ name, url: endpointUri, detail }: Listener) => ({
    name: `projects/${project}/subscribers/${name}`,
    endpointUri,
    subscriberConfigs: detail['subscriberConfigs'],
    state: 'ACTIVE',
    endpointAuthorization: { secretSet: true },
  })
  const listeners = await frame.listeners()
  if (method === 'GET') return { status: 200, body: { subscribers: listeners.map(shown) } }
  if (method === 'DELETE') return (await frame.unlisten(id ?? '')) ? { status: 200, body: { done: true } } : missing
  const known = listeners.find(({ name }) => name === id)
  if (method === 'PATCH' && known === undefined) return missing
  const asked = (method === 'PATCH' ? wanted.partial() : wanted).safeParse(jsonOf(request))
  if (!asked.success) return invalid('The subscriber is not whole')
  const name = id ?? url.searchParams.get('subscriberId') ?? `s-${frame.random().slice(0, 12).toLowerCase()}`
  if (method === 'POST' && listeners.some((one) => one.name === name))
    return googleError(409, 'ALREADY_EXISTS', `Subscriber ${name} already exists.`)
  const made: Listener = {
    name,
    url: asked.data.endpointUri ?? known?.url ?? '',
    secret: asked.data.endpointAuthorization?.secret ?? known?.secret ?? '',
    detail: { subscriberConfigs: asked.data.subscriberConfigs ?? known?.detail['subscriberConfigs'] },
    expiresAtMs: null,
  }
  if (!(await isProved(frame, made)))
    return googleError(400, 'FAILED_PRECONDITION', 'The endpoint did not pass the verification.')
  await frame.listen(made)
  return { status: 200, body: { name: `operations/${name}`, done: true, response: shown(made) } }
}

const missing = googleError(404, 'NOT_FOUND', 'Requested entity was not found.')

async function isProved(frame: DoubleFrame, { url, secret }: Listener): Promise<boolean> {
  const ask = (headers: Record<string, string>) =>
    frame.call(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ type: 'verification' }),
    })
  const shown = await ask({ authorization: secret })
  const bare = await ask({})
  return (shown.status === 200 || shown.status === 201) && (bare.status === 401 || bare.status === 403)
}

const allTypes = ['sleep', 'exercise', 'steps', 'distance', 'floors', 'heart-rate', 'weight', 'body-fat'].concat([
  'daily-resting-heart-rate',
  'daily-heart-rate-variability',
])

/** Those who subscribed; as long as nobody did, this installation, as if a developer had entered it by hand. */
async function listening(frame: DoubleFrame): Promise<Listener[]> {
  const listeners = await frame.listeners()
  const secret = listeners.length === 0 ? await frame.hookSecret() : null
  if (secret === null) return listeners
  const subscriberConfigs = [{ dataTypes: allTypes, subscriptionCreatePolicy: 'AUTOMATIC' }]
  const detail = { subscriberConfigs }
  return [{ name: 'by-hand', url: frame.hookUrl, secret: authorizationOf(secret), detail, expiresAtMs: null }]
}

/** What changes with what happened, in Google's types. */
function typesOf({ type }: NewsItem): string[] {
  switch (type) {
    case 'sleep':
      return ['sleep', 'daily-resting-heart-rate', 'daily-heart-rate-variability']
    case 'activity':
      return ['exercise']
    case 'daily':
      return ['steps', 'distance', 'floors', 'heart-rate']
    case 'body':
      return ['weight', 'body-fat']
    default:
      return []
  }
}

/**
 * Google tells of types and times, in one post or in a list of them, and of nothing that a person takes back. Only those
 * types that the subscriber named are told.
 */
export async function postings(news: News, frame: DoubleFrame): Promise<Posting[]> {
  if (news.kind !== 'items') return []
  const listeners = await listening(frame)
  return listeners.flatMap(({ name, url, detail }) => {
    const wants = new Set(configs.safeParse(detail['subscriberConfigs']).data?.flatMap(({ dataTypes }) => dataTypes))
    return news.items.flatMap((item) => {
      const told = typesOf(item)
        .filter((dataType) => wants.has(dataType))
        .map((dataType) => ({
          data: {
            version: '1',
            clientProvidedSubscriptionName: name,
            healthUserId: news.grant.account,
            operation: item.change === 'deleted' ? 'DELETE' : 'UPSERT',
            dataType,
            intervals: [
              { physicalTimeInterval: { startTime: timeOf(item.startMs), endTime: timeOf(item.endMs + 1000) } },
            ],
          },
        }))
      return told.length === 0 ? [] : [{ url, body: JSON.stringify(told.length === 1 ? told[0] : told) }]
    })
  })
}

/**
 * The secret that the subscriber was made with. The signature that Google puts beside it is left out: nobody here could
 * check it without Google's own keys.
 */
export async function signed(frame: DoubleFrame): Promise<Record<string, string>> {
  const [listener] = await listening(frame)
  return { authorization: listener?.secret ?? '', 'content-type': 'application/json' }
}
