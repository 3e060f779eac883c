import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { makeReady, type Readiness } from '../../../ingest/answer.ts'
import { daysOf } from '../../../ingest/range.ts'
import { parseRange, readAthlete, streamRecords } from '../../../ingest/read.ts'
import { sendToWebhook } from '../../../ingest/request.ts'
import { typesOf } from '../../../providers/provider.ts'
import { findProvider } from '../../../providers/registry.ts'
import { VERSION } from '../../../schema/events.ts'
import { providerSlug, providers, type RequestedType, requestedTypes } from '../../../schema/providers.ts'
import { athleteAnswerSchema, dataAnswerSchema } from '../../../schema/terra/data.ts'
import { findUser } from '../../../users/find.ts'
import { terraUser, type User } from '../../../users/user.ts'
import { listPieces, sendPieces } from '../../json-pieces.ts'
import { flag, needed } from '../../parameters.ts'
import { countDays } from '../../request-limit.ts'
import { routesOf } from '../../route.ts'
import { userNotFound } from './users.ts'

const athleteAsked = z.object({ user_id: needed, to_webhook: flag(true) })
const rangeAsked = athleteAsked.extend({
  start_date: needed,
  end_date: z.string({ error: 'invalid' }).optional(),
  with_samples: flag(false),
  retry_if_rate_limited: flag(false),
})

/** Terra's own words for a type that the provider does not have. */
const notOffered = 'Data type requested not available from provider'

function offers(user: User, type: RequestedType): boolean {
  const provider = findProvider(user.provider)
  if (provider !== null) return typesOf(provider).includes(type)
  const slug = providerSlug(user.provider)
  return slug === null || providers[slug].types[type]
}

/** What is said beside records of which some may be missing. */
const staleWords = {
  rate_limited: 'The rate limit of the provider is reached: what is stored is returned',
  failed: 'The provider did not answer: what is stored is returned',
} as const

const messageOf = (readiness: Readiness, isNotOffered: boolean): string | null =>
  readiness.kind === 'stale' ? staleWords[readiness.why] : isNotOffered ? notOffered : null

export function dataRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  const userOf = async (environmentId: string, userId: string): Promise<User> => {
    const user = await findUser(hub, environmentId, userId)
    if (user === null) throw userNotFound()
    return user
  }
  const accepted = (type: RequestedType, user: User, reference: string, message: string) => ({
    status: 'success',
    type,
    reference,
    trace_id: reference,
    message,
    user: terraUser(user),
  })
  const processing = (user: User, seconds: number) => ({
    type: 'processing',
    message: 'Request is processing, try again later',
    retry_after_seconds: seconds,
    user: terraUser(user),
  })

  route({
    method: 'GET',
    url: '/athlete',
    summary: 'The profile of a person, here or to the webhook',
    answer: athleteAnswerSchema,
    refuses: [404, 429],
    query: athleteAsked,
    async handle({ query, environment, reference, reply }) {
      const user = await userOf(environment.id, query.user_id)
      countDays(hub, user.userId, 1, reply)
      if (query.to_webhook) {
        const { message } = await sendToWebhook(hub, user, 'athlete', null, {
          withSamples: false,
          retryIfRateLimited: false,
          reference,
        })
        return accepted('athlete', user, reference, message)
      }
      const readiness = await makeReady(hub, user, 'athlete', null, { retryIfRateLimited: false })
      if (readiness.kind === 'processing') return processing(user, readiness.retryAfterSeconds)
      const text = (await readAthlete(hub, user)) ?? '{}'
      const answer = `{"status":"success","type":"athlete","athlete":${text},"user":${JSON.stringify(terraUser(user))}}`
      return reply.type('application/json; charset=utf-8').send(answer)
    },
  })

  for (const type of requestedTypes.filter((one) => one !== 'athlete'))
    route({
      method: 'GET',
      url: `/${type}`,
      summary: `Data of the type ${type} of a range, here or to the webhook`,
      answer: dataAnswerSchema(type),
      refuses: [404, 429],
      query: rangeAsked,
      async handle({ query, environment, reference, reply }) {
        const range = parseRange(query.start_date, query.end_date)
        const user = await userOf(environment.id, query.user_id)
        countDays(hub, user.userId, daysOf(range), reply)
        const { with_samples: withSamples, retry_if_rate_limited: retryIfRateLimited } = query
        if (query.to_webhook) {
          const options = { withSamples, retryIfRateLimited, reference }
          const { message } = await sendToWebhook(hub, user, type, range, options)
          return accepted(type, user, reference, message)
        }
        const readiness = await makeReady(hub, user, type, range, { retryIfRateLimited })
        if (readiness.kind === 'processing') return processing(user, readiness.retryAfterSeconds)
        const head = `{"status":"success","type":"${type}","user":${JSON.stringify(terraUser(user))},"data":[`
        const tail = (count: number) => {
          const message = messageOf(readiness, count === 0 && !offers(user, type))
          return `],"version":"${VERSION}"${message === null ? '' : `,"message":${JSON.stringify(message)}`}}`
        }
        return sendPieces(reply, listPieces(head, streamRecords(hub, user, type, range, { withSamples }), tail))
      },
    })
}
