import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { exportOf } from '../../../export/export.ts'
import { exportFormats } from '../../../export/format.ts'
import type { Hub } from '../../../hub.ts'
import { type DataType, dataTypes } from '../../../schema/records.ts'
import { byId } from '../../parameters.ts'
import { routesOf } from '../../route.ts'
import { userOf } from './users.ts'

const day = z.iso.date('expected a day such as 2026-07-01')

const isType = (name: string): name is DataType => dataTypes.some((type) => type === name)

/** Types with commas between. */
const types = z.string('expected types with commas between').transform((text, context): DataType[] => {
  const names = text.split(',').map((name) => name.trim())
  const strange = names.find((name) => !isType(name))
  if (strange === undefined) return names.filter(isType)
  context.addIssue({ code: 'custom', message: `"${strange.slice(0, 40)}" is none of ${dataTypes.join(', ')}` })
  return z.NEVER
})

const exportAsked = z.object({
  format: z.enum(exportFormats).default('json'),
  type: types.optional().meta({
    description: 'types with commas between, such as daily,sleep; without it all that the format has a form for',
  }),
  start_date: day.optional(),
  end_date: day.optional().meta({ description: 'the day after the last one' }),
})

/** A user's records as a download. */
export function exportRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/users/:id/export',
    summary: 'All records of a user, or some, as a file in a form that other programs read',
    needs: 'developer',
    params: byId,
    query: exportAsked,
    answer: z.unknown().meta({ description: 'application/zip; for fhir application/fhir+json, a Bundle' }),
    answerType: 'application/octet-stream',
    async handle({ params, query, environment, audit, reply }) {
      const user = await userOf(hub, environment.id, params.id)
      const { format, type: chosen = null, start_date: startDay = null, end_date: endDay = null } = query
      const { filename, mediaType, open } = exportOf(hub, user, { format, types: chosen, startDay, endDay })
      await audit('user.exported', user.userId, {
        format,
        types: chosen === null ? 'all' : chosen.join(','),
        start_date: startDay,
        end_date: endDay,
      })
      return reply
        .type(mediaType)
        .header('content-disposition', `attachment; filename="${filename}"`)
        .header('cache-control', 'no-store')
        .send(open())
    },
  })
}
