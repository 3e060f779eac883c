import type { FastifyInstance } from 'fastify'
import { signatureHeader } from '../delivery/signature.ts'
import { answerSecrets } from '../destinations/answer-secrets.ts'
import type { Hub } from '../hub.ts'

/**
 * Signs every answer of a scope to a caller with a key, refusals too, as Terra does: `terra-signature` and `X-Terra-Signature`
 * over the bytes of the body before compression, which is the last to touch it. One that is sent as a stream goes without: its
 * headers leave before its end is known.
 */
export function signAnswers(server: FastifyInstance, hub: Pick<Hub, 'db' | 'clock' | 'vault' | 'log'>): void {
  server.addHook('onSend', async ({ caller }, reply, payload) => {
    const body = payload ?? ''
    if (caller === null || !(typeof body === 'string' || Buffer.isBuffer(body))) return payload
    const secrets = await answerSecrets(hub, caller.environment.id)
    if (secrets.length === 0) return payload
    const header = signatureHeader(body, secrets, Math.floor(hub.clock.now() / 1000))
    reply.headers({ 'terra-signature': header, 'x-terra-signature': header })
    return payload
  })
}
