import type { FastifyReply } from 'fastify'
import type { Hub } from '../../hub.ts'
import { readAsked } from '../../sandbox/authorize.ts'
import type { House } from '../../sandbox/house.ts'
import { consentPage, misfitPage } from '../../sandbox/page.ts'

/**
 * Without `form-action`: browsers apply it to every redirect that follows a form, and these end at whatever address the
 * app asked for, its own scheme included.
 */
const pagePolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"

/** Sends a page of the sandbox. */
export const sendPage = (reply: FastifyReply, text: string) =>
  reply.type('text/html; charset=utf-8').header('content-security-policy', pagePolicy).send(text)

/** The page where a person allows access at a house, or the one that says why there is none. */
export function sendConsent(
  reply: FastifyReply,
  hub: Pick<Hub, 'publicUrl'>,
  house: House,
  query: URLSearchParams,
): FastifyReply {
  const asked = readAsked(hub, house, query)
  return typeof asked === 'string'
    ? sendPage(reply.code(400), misfitPage(asked))
    : sendPage(reply, consentPage(house, query, asked))
}
