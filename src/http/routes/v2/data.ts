import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { parseRange, readAthlete, streamRecords } from '../../../ingest/read.ts'
import { sendToWebhook } from '../../../ingest/request.ts'
import { VERSION } from '../../../schema/events.ts'
import { providerSlug, providers, type RequestedType, requestedTypes } from '../../../schema/providers.ts'
import { findUser } from '../../../users/find.ts'
import { terraUser, type User } from '../../../users/user.ts'
import { listPieces, sendPieces } from '../../json-pieces.ts'
import { flag, needed } from '../../parameters.ts'
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
  const slug = providerSlug(user.provider)
  return slug === null || providers[slug].types[type]
}

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

  route({
    method: 'GET',
    url: '/athlete',
    query: athleteAsked,
    async handle({ query, environment, reference, reply }) {
      const user = await userOf(environment.id, query.user_id)
      if (query.to_webhook) {
        const { message } = await sendToWebhook(hub, user, 'athlete', null, { withSamples: false, reference })
        return accepted('athlete', user, reference, message)
      }
      const text = (await readAthlete(hub, user)) ?? '{}'
      const answer = `{"status":"success","type":"athlete","athlete":${text},"user":${JSON.stringify(terraUser(user))}}`
      return reply.type('application/json; charset=utf-8').send(answer)
    },
  })

  for (const type of requestedTypes.filter((one) => one !== 'athlete'))
    route({
      method: 'GET',
      url: `/${type}`,
      query: rangeAsked,
      async handle({ query, environment, reference, reply }) {
        const range = parseRange(query.start_date, query.end_date)
        const user = await userOf(environment.id, query.user_id)
        const withSamples = query.with_samples
        if (query.to_webhook) {
          const { message } = await sendToWebhook(hub, user, type, range, { withSamples, reference })
          return accepted(type, user, reference, message)
        }
        const head = `{"status":"success","type":"${type}","user":${JSON.stringify(terraUser(user))},"data":[`
        const tail = (count: number) =>
          `],"version":"${VERSION}"${count === 0 && !offers(user, type) ? `,"message":"${notOffered}"` : ''}}`
        return sendPieces(reply, listPieces(head, streamRecords(hub, user, type, range, { withSamples }), tail))
      },
    })
}
