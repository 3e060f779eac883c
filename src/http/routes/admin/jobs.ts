import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { cancelJob, getJob, listJobs, viewJob } from '../../../events/resend/jobs.ts'
import type { Hub } from '../../../hub.ts'
import { publicId } from '../../../lib/ids.ts'
import { jobListSchema, jobSchema } from '../../../schema/management/job.ts'
import { byId, cursorOf, paging } from '../../parameters.ts'
import { notFound, routesOf, uuidOf } from '../../route.ts'

export function jobRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/jobs',
    summary: 'Recoveries and bulk resends, newest first',
    answer: jobListSchema,
    query: z.object(paging),
    async handle({ query, environment }) {
      const page = { limit: query.limit, cursor: cursorOf('job', query.cursor) }
      const { items, nextCursor } = await listJobs(hub, environment.id, page)
      return { items: items.map(viewJob), next_cursor: nextCursor === null ? null : publicId('job', nextCursor) }
    },
  })

  route({
    method: 'GET',
    url: '/jobs/:id',
    summary: 'One recovery or bulk resend',
    answer: jobSchema,
    params: byId,
    async handle({ params, environment }) {
      const job = await getJob(hub, environment.id, uuidOf('job', params.id))
      if (job === null) throw notFound('job', params.id)
      return viewJob(job)
    },
  })

  route({
    method: 'POST',
    url: '/jobs/:id/cancel',
    summary: 'Stops a job; what it sent stays sent',
    answer: jobSchema,
    params: byId,
    async handle({ params, environment, audit }) {
      const job = await cancelJob(hub, environment.id, uuidOf('job', params.id))
      if (job === null) throw notFound('job', params.id)
      await audit('job.cancelled', params.id)
      return viewJob(job)
    },
  })
}
