import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { newSecret } from '../../lib/ids.ts'

/** Where the built dashboard is, both in a clone and in the published package. */
const folder = join(import.meta.dirname, '..', '..', '..', 'dashboard', 'dist')
const page = join(folder, 'index.html')

/** Paths that are never pages of the dashboard: what is unknown below them is answered as data. */
const data =
  /^\/(?:v2|api|admin|inbox|ingest|hooks|oauth|session|widget|connect|sandbox|assets|healthz|readyz|metrics)(?:\/|$)/

/** What the dashboard may load: our own files alone, and the one style element that carries this answer's nonce. */
const policyOf = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

/** The built files; those whose names change with their content are kept by browsers for good. */
export async function dashboardFiles(server: FastifyInstance): Promise<void> {
  if (!existsSync(folder)) return
  await server.register(fastifyStatic, {
    root: folder,
    index: false,
    // A route for each file that is there, so that no other path of the disk can be asked for.
    wildcard: false,
    decorateReply: false,
    cacheControl: false,
    allowedPath: (path) => !path.endsWith('.html'),
    setHeaders: (reply, path) => {
      const kept = path.includes(`${sep}assets${sep}`)
      reply.header('cache-control', kept ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
}

/** Whether an unrouted request is a browser that asks for a page. */
export const asksForPage = (request: FastifyRequest): boolean => {
  const path = request.url.split('?', 1)[0] ?? request.url
  return request.method === 'GET' && (request.headers.accept ?? '').includes('text/html') && !data.test(path)
}

/** Answers with the dashboard, which finds its page by the address. */
export async function sendDashboard(reply: FastifyReply): Promise<FastifyReply> {
  reply.type('text/html; charset=utf-8')
  if (!existsSync(page))
    return reply
      .code(503)
      .send('The dashboard is not built yet: run `npm run build`, or start Tellus with `npm start`.\n')
  const nonce = newSecret(16)
  const html = await readFile(page, 'utf8')
  return reply
    .header('content-security-policy', policyOf(nonce))
    .send(html.replace('name="tellus-nonce" content=""', `name="tellus-nonce" content="${nonce}"`))
}
