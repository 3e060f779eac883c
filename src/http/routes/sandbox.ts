import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../hub.ts'
import { TellusError } from '../../lib/errors.ts'
import { decide, readAsked, usualPerson } from '../../sandbox/authorize.ts'
import { admit, type Refusal, refusalOf } from '../../sandbox/call.ts'
import { type House, houseOf } from '../../sandbox/house.ts'
import { misfitPage, stylesheet } from '../../sandbox/page.ts'
import { profileOf, recordsOf } from '../../sandbox/person.ts'
import { answerSubscribe } from '../../sandbox/subscribe.ts'
import { type Answer, answerRevoke, answerToken } from '../../sandbox/token.ts'
import { mayRead, withWritten } from '../../sandbox/written.ts'
import { dataTypes } from '../../schema/records.ts'
import { formOf, queryOf, takeForms } from '../forms.ts'
import { sendConsent, sendPage } from './sandbox-page.ts'

const mostDays = 31

const day = z.iso.date()
const recordsAsked = z.object({ type: z.enum(dataTypes), start: day, end: day })

/** The pretend provider's own side: what a real one has at its address. Only where it is switched on. */
export function sandboxRoutes(server: FastifyInstance, hub: Hub): void {
  if (hub.config.sandbox === 'off') return
  takeForms(server)

  server.get('/sandbox/authorize', async (request, reply) =>
    sendConsent(reply, hub, houseNamed('SANDBOX'), queryOf(request.url)),
  )

  // What was decided at a double comes here too.
  server.post('/sandbox/authorize', async (request, reply) => {
    const form = formOf(request.body)
    const house = houseNamed(form.get('provider') ?? 'SANDBOX')
    const asked = readAsked(hub, house, form)
    if (typeof asked === 'string') return sendPage(reply.code(400), misfitPage(asked))
    const address = await decide(hub, house, asked, {
      isAllowed: form.get('decision') === 'allow',
      person: asked.person ?? usualPerson,
      scopes: form.getAll('granted'),
    })
    return reply.redirect(address, 303)
  })

  server.get('/sandbox/style.css', async (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'no-cache').send(stylesheet),
  )

  server.post('/sandbox/token', async (request, reply) =>
    sendAnswer(reply, await answerToken(hub, request.headers.authorization, formOf(request.body))),
  )

  server.post('/sandbox/revoke', async (request, reply) =>
    sendAnswer(reply, await answerRevoke(hub, request.headers.authorization, formOf(request.body))),
  )

  server.post('/sandbox/subscriptions', async (request, reply) =>
    sendAnswer(reply, await answerSubscribe(hub, request.headers.authorization, formOf(request.body))),
  )

  server.get('/sandbox/userinfo', async (request, reply) => {
    const call = await admit(hub, request.headers.authorization, 'profile')
    if (call.kind === 'refused') return refuse(reply, call.refusal)
    const { person, scopes } = call.grant
    return { ...profileOf(person), scope: scopes.join(' ') }
  })

  server.get('/sandbox/records', async (request, reply) => {
    const call = await admit(hub, request.headers.authorization, 'data')
    if (call.kind === 'refused') return refuse(reply, call.refusal)
    const { grant, delayMs } = call
    const asked = recordsAsked.safeParse(request.query)
    if (!asked.success) return refuse(reply, refusalOf(400, 'invalid_request'))
    const { type, start, end } = asked.data
    if (!mayRead(grant.scopes, type)) return refuse(reply, refusalOf(403, 'insufficient_scope'))
    if (Date.parse(end) - Date.parse(start) >= mostDays * 86_400_000)
      return refuse(reply, refusalOf(400, 'invalid_request'))
    if (!(await isPatient(request, delayMs))) return reply.hijack()
    const recorded = recordsOf(grant.person, type, start, end, hub.clock.now())
    const whose = { person: grant.person, type }
    return { records: await withWritten(hub.db, whose, { first: start, last: end }, recorded) }
  })
}

function houseNamed(provider: string): House {
  const house = houseOf(provider)
  if (house === null) throw new TellusError('not_found', `the sandbox does not stand for ${provider.slice(0, 60)}`)
  return house
}

const sendAnswer = (reply: FastifyReply, { status, body }: Answer) =>
  reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(body === null ? '' : JSON.stringify(body))

const refuse = (reply: FastifyReply, { status, headers, body }: Refusal) =>
  reply.code(status).headers(headers).type('application/json; charset=utf-8').send(body)

/** Lets a caller wait; false where they hung up meanwhile. */
async function isPatient(request: FastifyRequest, delayMs: number): Promise<boolean> {
  if (delayMs === 0) return true
  const gone = new AbortController()
  const hangUp = () => gone.abort()
  request.raw.socket.once('close', hangUp)
  try {
    await sleep(delayMs, undefined, { signal: gone.signal })
    return true
  } catch {
    return false
  } finally {
    request.raw.socket.off('close', hangUp)
  }
}
