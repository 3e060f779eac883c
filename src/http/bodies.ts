import type { FastifyBodyParser, FastifyInstance, FastifyRequest } from 'fastify'
import { TellusError } from '../lib/errors.ts'

/** The largest JSON body of the API. */
export const jsonLimitBytes = 1024 * 1024

/**
 * Makes the routes of a scope take JSON bodies alone. No body at all fits whatever its Content-Type says, since
 * clients send one on every call.
 */
export function takeJson(server: FastifyInstance): void {
  const parseText = server.getDefaultJsonParser('error', 'error')
  const parse: FastifyBodyParser<string> = (request, body, done) => {
    const encoding = request.headers['content-encoding']
    if (body.length === 0) return done(null, undefined)
    if (encoding === undefined || encoding === 'identity') return parseText(request, body, done)
    done(new TellusError('unsupported_media_type', `the body is ${encoding}-encoded: send it as it is`), undefined)
  }
  server.addContentTypeParser('application/json', { parseAs: 'string' }, parse)
  server.addContentTypeParser(/^application\/[\w.-]+\+json/, { parseAs: 'string' }, parse)
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined)
    const type = request.headers['content-type']
    const what = type === undefined ? 'a body without Content-Type' : `Content-Type ${type}`
    done(new TellusError('unsupported_media_type', `${what} is not taken here: send application/json`), undefined)
  })
}

/** Makes the routes of a scope take any body, whole and as it came, up to `limitBytes`. */
export function takeBytes(server: FastifyInstance, limitBytes: number): void {
  server.addHook('onRequest', hideContentType)
  server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: limitBytes }, (_request, body, done) => {
    done(null, body)
  })
}

/** Makes the routes of a scope take any body as a stream, however long. */
export function takeStream(server: FastifyInstance): void {
  server.addHook('onRequest', hideContentType)
  server.addContentTypeParser('*', (_request, stream, done) => {
    done(null, stream)
  })
}

/** The framework refuses a malformed Content-Type before any parser sees it; here none matters. */
async function hideContentType(request: FastifyRequest): Promise<void> {
  if (request.raw.headers['content-type'] !== undefined)
    request.raw.headers['content-type'] = 'application/octet-stream'
}

/** The headers of a request as they came, whatever was made of them here. */
export function receivedHeaders(request: FastifyRequest): FastifyRequest['headers'] {
  const raw = request.raw.rawHeaders
  const at = raw.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'content-type')
  return at === -1 ? request.headers : { ...request.headers, 'content-type': raw[at + 1] ?? '' }
}
