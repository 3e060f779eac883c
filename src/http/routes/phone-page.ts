import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { tryPhonePage, tryPhonePath } from '../../connect/phone/page.ts'
import { phoneScript, phoneScriptPath } from '../../connect/phone/script.ts'
import { phoneStyle, phoneStylePath } from '../../connect/phone/style.ts'
import type { Hub } from '../../hub.ts'
import { shiftDate } from '../../normalise/time.ts'
import { type Platform, platforms } from '../../phone/wire/batch.ts'
import { usualPerson } from '../../sandbox/authorize.ts'
import { lifeOf } from '../../sandbox/life/life.ts'
import { samplesOf } from '../../sandbox/phones/samples.ts'
import { providers } from '../../schema/providers.ts'
import { openRoutesOf } from '../route.ts'

const labels: Readonly<Record<Platform, string>> = {
  healthkit: providers.APPLE.name,
  health_connect: providers.HEALTH_CONNECT.name,
  samsung: providers.SAMSUNG.name,
}

const asked = z.object({
  platform: z.enum(platforms),
  person: z.string().trim().min(1).max(60),
  days: z.coerce.number().int().min(1).max(30),
})

/** Nothing runs or loads but our own files, and the script talks to this server alone. */
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * A page that uploads what an invented person's phone would hold, over the protocol that apps speak. It belongs to the sandbox and
 * is only there where that is on: made-up days have no place beside those of real people, and making them is work that anybody
 * who reaches the server could ask for.
 */
export function phonePageRoutes(server: FastifyInstance, hub: Hub): void {
  if (hub.config.sandbox === 'off') return

  server.get(tryPhonePath, async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .send(
        tryPhonePage(
          platforms.map((name) => ({ name, label: labels[name] })),
          usualPerson,
        ),
      ),
  )

  openRoutesOf(server)({
    method: 'GET',
    url: `${tryPhonePath}/sample`,
    summary: 'What the phone of an invented person holds of the last days, in batches',
    query: asked,
    async handle({ query: { platform, person, days } }) {
      const nowMs = hub.clock.now()
      const { today } = lifeOf(person, [], nowMs)
      return { batches: samplesOf(platform, person, shiftDate(today, 1 - days), today, nowMs) }
    },
  })

  server.get(phoneStylePath, async (_request, reply) => sendFile(reply, 'text/css', phoneStyle))
  server.get(phoneScriptPath, async (_request, reply) => sendFile(reply, 'text/javascript', phoneScript))
}

/** Its name changes with its content. */
const sendFile = (reply: FastifyReply, type: string, text: string) =>
  reply.type(`${type}; charset=utf-8`).header('cache-control', 'public, max-age=31536000, immutable').send(text)
