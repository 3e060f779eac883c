import type { FastifyReply, FastifyRequest } from 'fastify'

/** For answers that are data: nothing in them runs, is framed, cached, or told to others. */
const headers = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

/** Sets what every answer carries: its reference, and the headers that keep browsers from misusing it. */
export function setSecurityHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('terra-reference', request.id).headers(headers)
}
