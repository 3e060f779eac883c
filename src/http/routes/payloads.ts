import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { readPayload } from '../../delivery/ping.ts'
import type { Hub } from '../../hub.ts'
import { openRoutesOf } from '../route.ts'

/** What the links of ping mode lead to: whoever has one may read, for as long as it is good. */
export function payloadRoutes(server: FastifyInstance, hub: Hub): void {
  const route = openRoutesOf(server)

  route({
    method: 'GET',
    url: '/payloads/:token',
    params: z.object({ token: z.string() }),
    async handle({ params, reply }) {
      return reply.type('application/json; charset=utf-8').send(await readPayload(hub, params.token))
    },
  })
}
