import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../hub.ts'
import { admit, type Refusal, refusalOf } from '../../sandbox/call.ts'
import { accountOf } from '../../sandbox/person.ts'
import { pushNotice, type Told } from '../../sandbox/push.ts'
import { isWritable, keepRecord, mayRead, removeRecord, type Whose } from '../../sandbox/written.ts'
import { dataTypes } from '../../schema/records.ts'
import { takeJson } from '../bodies.ts'

const typed = z.object({ type: z.enum(dataTypes) })
const identified = typed.extend({ id: z.string().min(1) })
const posted = z.object({ record: z.record(z.string(), z.unknown()) })

/** How others write to the pretend provider: whatever type the person lets them read. Only where it is switched on. */
export function sandboxWriteRoutes(server: FastifyInstance, hub: Hub): void {
  if (hub.config.sandbox === 'off') return
  takeJson(server)

  server.post('/sandbox/records', async (request, reply) => {
    const writer = await writerOf(hub, request, typed)
    if ('status' in writer) return refuse(reply, writer)
    const { success, data } = posted.safeParse(request.body)
    if (!success) return refuse(reply, refusalOf(400, 'invalid_request'))
    const kept = await keepRecord(hub, writer.whose, data.record)
    if ('refused' in kept) return refuse(reply, refusalOf(400, kept.refused))
    await tell(hub, writer, kept.day)
    return reply.code(201).send({ id: kept.id })
  })

  server.delete('/sandbox/records', async (request, reply) => {
    const writer = await writerOf(hub, request, identified)
    if ('status' in writer) return refuse(reply, writer)
    const { id } = identified.parse(request.query)
    const day = await removeRecord(hub, writer.whose, id)
    if (day === null) return refuse(reply, refusalOf(404, 'not_found'))
    await tell(hub, writer, day)
    return reply.code(204).send()
  })
}

interface Writer {
  whose: Whose
  grant: Told
}

/** Whose records of which type a call is about, as far as its token lets it write them. */
async function writerOf(hub: Hub, request: FastifyRequest, query: typeof typed): Promise<Writer | Refusal> {
  const call = await admit(hub, request.headers.authorization, 'data')
  if (call.kind === 'refused') return call.refusal
  const asked = query.safeParse(request.query)
  if (!asked.success || !isWritable(asked.data.type)) return refusalOf(400, 'invalid_request')
  const { type } = asked.data
  const { person, scopes } = call.grant
  return mayRead(scopes, type) ? { whose: { person, type }, grant: call.grant } : refusalOf(403, 'insufficient_scope')
}

/** Tells the client of what is new, as after every change of a person's data. */
const tell = (hub: Hub, { whose: { person, type }, grant }: Writer, day: string) =>
  pushNotice(hub, { event: 'data', account: accountOf(person), types: [type], start: day, end: day }, grant)

const refuse = (reply: FastifyReply, { status, headers, body }: Refusal) =>
  reply.code(status).headers(headers).type('application/json; charset=utf-8').send(body)
