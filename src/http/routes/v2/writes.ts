import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { recordSchemas } from '../../../schema/records.ts'
import { deletedSchema, writtenSchema } from '../../../schema/terra/write.ts'
import { terraUser, type User } from '../../../users/user.ts'
import { prepareRecord } from '../../../writes/prepare.ts'
import { type Removed, removeRecords, writeRecords } from '../../../writes/write.ts'
import { knownUser } from '../../known-user.ts'
import { needed } from '../../parameters.ts'
import { postedIds, postedList, recordsOf } from '../../posted-records.ts'
import { routesOf } from '../../route.ts'

export const ofUser = z.object({ user_id: needed })

/** What a write answers; `lost` says what the provider has no form for. */
export const written = (user: User, ids: readonly string[], what: string, lost: readonly string[] = []) => ({
  status: 'success',
  user: terraUser(user),
  log_ids: ids,
  message: `${what} written to the provider${lost.length === 0 ? '' : `, which has no form for ${lost.join(', ')}`}`,
})

/** What a deletion answers. */
export const deleted = (user: User, removed: readonly Removed[]) => ({
  status: 'success',
  user: terraUser(user),
  processed_data: removed.map(({ id, status }) => ({ id, response_code: status })),
})

/** What apps write to the provider of a user, and take away again. */
export function writeRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  for (const [type, summary] of [
    ['activity', 'Writes activities to the provider of a user'],
    ['body', 'Writes body measurements to the provider of a user'],
    ['nutrition', 'Writes meals to the provider of a user'],
  ] as const)
    route({
      method: 'POST',
      url: `/${type}`,
      summary,
      status: 201,
      answer: writtenSchema,
      refuses: [404, 424, 429],
      query: ofUser,
      body: postedList,
      takes: { 'application/json': z.object({ data: z.array(recordSchemas[type]) }) },
      async handle({ query, body, environment }) {
        const user = await knownUser(hub, environment.id, query.user_id)
        const prepared = body.data.map((record) => prepareRecord(type, record, user.zone))
        const records = recordsOf<z.ZodType<object>>(recordSchemas[type], prepared)
        const done = await writeRecords(hub, user, type, records)
        const lost = new Set(done.flatMap(({ lost = [] }) => lost))
        return written(
          user,
          done.map(({ id }) => id),
          type,
          [...lost],
        )
      },
    })

  route({
    method: 'DELETE',
    url: '/body',
    summary: 'Deletes body measurements that were written, at the provider of a user',
    answer: deletedSchema,
    refuses: [404, 424, 429],
    query: ofUser,
    body: z.object({ log_ids: postedIds }, 'expected an object'),
    async handle({ query, body, environment }) {
      const user = await knownUser(hub, environment.id, query.user_id)
      return deleted(user, await removeRecords(hub, user, 'body', body.log_ids))
    },
  })

  route({
    method: 'DELETE',
    url: '/nutrition',
    summary: 'Deletes meals that were written, at the provider of a user',
    answer: deletedSchema,
    refuses: [404, 424, 429],
    query: ofUser,
    body: z.object({ data: postedIds }, 'expected an object'),
    async handle({ query, body, environment }) {
      const user = await knownUser(hub, environment.id, query.user_id)
      return deleted(user, await removeRecords(hub, user, 'nutrition', body.data))
    },
  })
}
