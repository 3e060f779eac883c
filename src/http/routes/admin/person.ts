import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { parseRange } from '../../../ingest/range.ts'
import { TellusError } from '../../../lib/errors.ts'
import { shiftDate } from '../../../normalise/time.ts'
import { mergedTypes } from '../../../person/merge.ts'
import { findPerson } from '../../../person/person.ts'
import { readMergedAthlete, streamMerged } from '../../../person/read.ts'
import type { Merged, Person } from '../../../person/sources.ts'
import { VERSION } from '../../../schema/events.ts'
import {
  mergedAthleteSchema,
  mergedSchema,
  personSchema,
  priorityHeldSchema,
  prioritySchema,
} from '../../../schema/management/person.ts'
import type { DataType } from '../../../schema/records.ts'
import { textWithoutSamples } from '../../../schema/samples-text.ts'
import { readPriority, writePriority } from '../../../users/priority/priority.ts'
import { terraUser } from '../../../users/user.ts'
import { listPieces, sendPieces } from '../../json-pieces.ts'
import { flag, needed } from '../../parameters.ts'
import { routesOf } from '../../route.ts'

const whose = z.object({ reference_id: needed.max(500, 'expected at most 500 characters') })
const rangeAsked = whose.extend({
  start_date: needed,
  end_date: z.string({ error: 'invalid' }).optional(),
  with_samples: flag(false),
})
const ordered = z.strictObject({
  reference_id: z
    .string()
    .min(1)
    .max(500, 'expected at most 500 characters')
    .nullish()
    .meta({ description: 'whose order; left out: of everybody who has none of their own' }),
  providers: z.array(z.string()).max(200).meta({ description: 'the most trusted first; empty takes the order back' }),
})

/** One person over all their sources: who they are, whom of them counts first, and each thing that they did once. */
export function personRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  const personOf = async (environmentId: string, referenceId: string): Promise<Person> => {
    const person = await findPerson(hub, environmentId, referenceId)
    if (person === null) throw new TellusError('not_found', `no user has the reference_id ${referenceId}`)
    return person
  }

  route({
    method: 'GET',
    url: '/person',
    summary: 'All accounts of a person, the most trusted first',
    query: whose,
    answer: personSchema,
    refuses: [404],
    async handle({ query: { reference_id }, environment }) {
      const { users } = await personOf(environment.id, reference_id)
      const priority = await readPriority(hub, environment.id, reference_id)
      return { reference_id, users: users.map(terraUser), priority }
    },
  })

  route({
    method: 'GET',
    url: '/person/priority',
    summary:
      'Which sources count first: of everybody who has no order of their own, or the order that holds for a person',
    query: whose.partial(),
    answer: priorityHeldSchema,
    refuses: [404],
    async handle({ query: { reference_id }, environment }) {
      if (reference_id !== undefined) await personOf(environment.id, reference_id)
      return readPriority(hub, environment.id, reference_id ?? null)
    },
  })

  route({
    method: 'POST',
    url: '/person/priority',
    summary: 'Says which sources count first, for a person or for everybody',
    body: ordered,
    answer: prioritySchema,
    async handle({ body, environment, audit }) {
      const referenceId = body.reference_id ?? null
      const providers = await writePriority(hub, environment.id, referenceId, body.providers)
      await audit('source_priority.changed', referenceId ?? environment.id, { providers: providers.join(' ') })
      return { reference_id: referenceId, providers }
    },
  })

  route({
    method: 'GET',
    url: '/person/athlete',
    summary: 'Who a person is, by all their sources',
    query: whose,
    answer: mergedAthleteSchema,
    refuses: [404],
    async handle({ query: { reference_id }, environment }) {
      const merged = await readMergedAthlete(hub, await personOf(environment.id, reference_id))
      const found = merged === null ? [] : [merged]
      return {
        reference_id,
        type: 'athlete' as const,
        data: found.map(({ record }) => record),
        made_of: found.map(partsOf),
        version: VERSION,
      }
    },
  })

  for (const type of mergedTypes.filter((one) => one !== 'athlete'))
    route({
      method: 'GET',
      url: `/person/${type}`,
      summary: `A person’s ${type} of a range of local days over all their sources, each thing once`,
      query: rangeAsked,
      answer: mergedSchema(type),
      refuses: [404],
      async handle({ query, environment, reply }) {
        const { startDay, endDay } = parseRange(query.start_date, query.end_date)
        const person = await personOf(environment.id, query.reference_id)
        const madeOf: string[] = []
        async function* texts() {
          for await (const several of streamMerged(hub, person, type, {
            first: startDay,
            last: shiftDate(endDay, -1),
          })) {
            madeOf.push(...several.map((merged) => JSON.stringify(partsOf(merged))))
            yield several.map(({ record }) => {
              const text = JSON.stringify(record)
              return query.with_samples ? text : textWithoutSamples(type, text)
            })
          }
        }
        const head = `{"reference_id":${JSON.stringify(query.reference_id)},"type":"${type}","data":[`
        return sendPieces(
          reply,
          listPieces(head, texts(), () => `],"made_of":[${madeOf.join(',')}],"version":"${VERSION}"}`),
        )
      },
    })
}

const partsOf = <T extends DataType>({ of }: Merged<T>) =>
  of.map(({ user, key }) => ({ user_id: user.userId, provider: user.provider, key }))
