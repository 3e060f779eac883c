import type { FastifyInstance } from 'fastify'

const limitBytes = 64 * 1024

/** Makes the routes of a scope take what an HTML form sends, as `URLSearchParams`; no body is an empty form. */
export function takeForms(server: FastifyInstance): void {
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: limitBytes },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  )
}

/** The form of a request past `takeForms`. */
export const formOf = (body: unknown): URLSearchParams =>
  body instanceof URLSearchParams ? body : new URLSearchParams()

/** The query of a request as it came, each name as often as it stood there. */
export function queryOf(url: string): URLSearchParams {
  const at = url.indexOf('?')
  return new URLSearchParams(at === -1 ? '' : url.slice(at + 1))
}
