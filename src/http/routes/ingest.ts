import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Hub } from '../../hub.ts'
import { TellusError } from '../../lib/errors.ts'
import { outlineOf } from '../../lib/json-outline.ts'
import { spool, tooLarge } from '../../lib/spool.ts'
import { openTurns } from '../../lib/turns.ts'
import { openWindowCounts, secondsLeft } from '../../lib/window-counts.ts'
import { acceptBatch } from '../../phone/accept.ts'
import { connectPhone, gone, openIngestToken, type Phone, paused } from '../../phone/connect.ts'
import { readState } from '../../phone/state.ts'
import { batchAsked, mostItems } from '../../phone/wire/batch.ts'
import { batchAnswerSchema, connectAsked, connectedSchema, ingestStateSchema } from '../../schema/ingest.ts'
import { deauthenticateUser } from '../../users/deauthenticate.ts'
import { takeJson, takeStream } from '../bodies.ts'
import { wrongKey } from '../key-guesses.ts'
import { type Api, gatherRoutes, openApi } from '../openapi.ts'
import { openApiRoute } from '../openapi-route.ts'
import { openRoutesOf } from '../route.ts'
import { demandEncoding, unpacked } from '../unpacked.ts'

/** A batch, as it is sent and when it is unpacked. */
const mostBytes = 50_000_000
/** Deeper than anything that a phone tells, and no more than a batch holds. */
const most = { depth: 12, elements: mostItems }
/** Batches of one user in a minute. */
const mostBatches = 60
const minuteMs = 60_000
const mostKnown = 50_000
/** Batches that are in memory whole at a time. */
const atOnce = 4
/** How much of each other is: nearly all are smaller. */
const limits = { mostBytes, inMemoryBytes: 1_000_000 }

const bearer = { 'WWW-Authenticate': 'Bearer' }
const unknownToken = { sentence: 'invalid or missing ingest token: connect again', headers: bearer }
const expiredToken = {
  sentence: 'the ingest token has not been used for too long and has ended: connect again',
  headers: bearer,
}
const unknownAuthToken = {
  sentence: 'the token is unknown, used or expired: ask your backend for another one (POST /v2/auth/generateAuthToken)',
  headers: {},
}

const phoneApi: Api = {
  title: 'Tellus, uploads from phones',
  about: `What an app on a phone calls with what Apple Health, Health Connect or Samsung Health holds. What the lists of a batch
hold is named as the platform names it: docs/phones.md.`,
  prefixes: [''],
  takesSessions: false,
}

/** `/ingest`: what an app on a phone calls, with a token of its own and no key. */
export async function ingestRoutes(server: FastifyInstance, hub: Hub): Promise<void> {
  gatherRoutes(server, server.phone)
  const phones = new WeakMap<FastifyRequest, Phone>()
  const phoneOf = (request: FastifyRequest): Phone => {
    const phone = phones.get(request)
    if (phone === undefined) throw new Error('A request came past the check of its token.')
    return phone
  }
  // Before a body is read.
  const letIn = async (request: FastifyRequest): Promise<void> => {
    const [, text = ''] = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '') ?? []
    const opened = await openIngestToken(hub, text)
    switch (opened.kind) {
      case 'phone':
        phones.set(request, opened.phone)
        return
      case 'gone':
        throw gone()
      case 'expired':
      case 'unknown':
        throw wrongKey(hub, request.ip, 'ingest token', opened.kind === 'expired' ? expiredToken : unknownToken)
    }
  }

  await server.register(async (scope) => {
    takeJson(scope)
    openApiRoute(scope, () => openApi(phoneApi, server.phone.described, hub.publicUrl()), '/ingest/openapi.json')
    openRoutesOf(scope)({
      method: 'POST',
      url: '/ingest/connect',
      status: 201,
      summary: 'Connects the phone of a person with a token of their app, and gives the one it sends with',
      answer: connectedSchema,
      refuses: [401, 429],
      body: connectAsked,
      async handle({ body, request }) {
        const { token, platform, reference_id: referenceId, app, device } = body
        const made = await connectPhone(hub, {
          token,
          platform,
          referenceId: referenceId ?? null,
          device: { model: device?.model ?? null, os: device?.os ?? null, app: app ?? null },
          zone: device?.timezone ?? null,
        })
        if (made === null) throw wrongKey(hub, request.ip, 'auth token', unknownAuthToken)
        const { userId, ingestToken, expiresAt } = made
        return { user_id: userId, ingest_token: ingestToken, expires_at: expiresAt.toISOString() }
      },
    })
  })

  await server.register(async (scope) => {
    takeJson(scope)
    scope.addHook('onRequest', letIn)
    const route = openRoutesOf(scope, 'phone')
    route({
      method: 'GET',
      url: '/ingest/state',
      summary: 'Where a phone resumes, by type',
      answer: ingestStateSchema,
      refuses: [410],
      handle: ({ request }) => readState(hub, phoneOf(request)),
    })
    route({
      method: 'DELETE',
      url: '/ingest/connection',
      status: 204,
      summary: 'Disconnects the person and deletes their data',
      refuses: [410],
      async handle({ request, reply }) {
        const { environmentId, userId } = phoneOf(request)
        if ((await deauthenticateUser(hub, environmentId, userId)) === null) throw gone()
        return reply.code(204).send()
      },
    })
  })

  await server.register(async (scope) => {
    const batches = openWindowCounts(minuteMs, mostKnown)
    const inTurn = openTurns(atOnce)
    const folder = join(hub.config.dataDir, 'spool')
    takeStream(scope)
    scope.addHook('onRequest', letIn)
    scope.addHook('onRequest', async (request) => {
      const { userId, isActive } = phoneOf(request)
      if (!isActive) throw paused()
      demandEncoding(request.headers['content-encoding'])
      if (Number(request.headers['content-length']) > mostBytes) throw tooLarge(mostBytes)
      const nowMs = hub.clock.now()
      const sent = batches.of(userId, nowMs)
      sent.count++
      if (sent.count > mostBatches)
        throw new TellusError('rate_limited', `more than ${mostBatches} batches in a minute: send larger ones, later`, {
          headers: { 'Retry-After': String(secondsLeft(sent, nowMs)) },
        })
    })
    const route = openRoutesOf(scope, 'phone')
    route({
      method: 'POST',
      url: '/ingest/batches',
      status: 202,
      summary: 'Stores what a phone tells, and tells of each item that was refused',
      answer: batchAnswerSchema,
      takes: { 'application/json': batchAsked },
      refuses: [403, 410, 413, 415, 429, 507],
      async handle({ request }) {
        const encoding = request.headers['content-encoding']
        const body = request.body instanceof Readable ? request.body : Readable.from([])
        await using spooled = await spool(body, folder, limits)
        return await inTurn(async () => {
          const bytes = await unpacked(await spooled.read(), encoding, mostBytes)
          return acceptBatch(hub, phoneOf(request), outlineOf(bytes, most))
        })
      },
    })
  })
}
