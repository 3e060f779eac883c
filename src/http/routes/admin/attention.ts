import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { readAttention } from '../../../overview/attention.ts'
import { readFirstSteps } from '../../../overview/first-steps.ts'
import { findAnything } from '../../../overview/search.ts'
import { attentionListSchema, firstStepsSchema, foundListSchema } from '../../../schema/management/overview.ts'
import { routesOf } from '../../route.ts'

/** Where to look next: what needs a person, what is still to be done at first, and what an id leads to. */
export function attentionRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/attention',
    summary: 'What a person should look at, newest first, each with its remedy',
    answer: attentionListSchema,
    async handle({ environment }) {
      return { items: await readAttention(hub, environment.id), next_cursor: null }
    },
  })

  route({
    method: 'GET',
    url: '/first-steps',
    summary: 'The five first steps, from what is really there',
    answer: firstStepsSchema,
    handle: ({ environment }) => readFirstSteps(hub, environment.id),
  })

  route({
    method: 'GET',
    url: '/search',
    summary: 'What an id in any of its forms leads to',
    query: z.object({ q: z.string().trim().min(1).max(500) }),
    answer: foundListSchema,
    async handle({ query, environment }) {
      return { items: await findAnything(hub, environment.id, query.q), next_cursor: null }
    },
  })
}
