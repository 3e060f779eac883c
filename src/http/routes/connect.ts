import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { listPage } from '../../connect/list-page.ts'
import { accentRule } from '../../connect/look.ts'
import { consentPage, deadEndPage, disconnectPage, phonePage } from '../../connect/pages.ts'
import { script, scriptPath, stylesheet, stylesheetPath } from '../../connect/style.ts'
import type { Hub } from '../../hub.ts'
import { type Provider, typesOf } from '../../providers/provider.ts'
import { findProvider } from '../../providers/registry.ts'
import { deauthenticateUser } from '../../users/deauthenticate.ts'
import { usersByReference } from '../../users/find.ts'
import { beginFromSession } from '../../users/sign-in/begin.ts'
import { withEnding } from '../../users/sign-in/redirects.ts'
import { findWidgetSession, offeredBy, type WidgetSession } from '../../users/sign-in/session.ts'
import type { User } from '../../users/user.ts'
import { recentOf, rememberBrowser } from '../connect-browser.ts'
import { type Stage, sendPage, stageOf, tileOf } from '../connect-pages.ts'
import { takeForms } from '../forms.ts'

const listAsked = z.object({
  q: z.string().max(60).catch(''),
  disconnected: z.string().max(60).nullable().catch(null),
})

interface Visit {
  request: FastifyRequest
  reply: FastifyReply
  session: WidgetSession
  stage: Stage
}
type Params = Partial<Record<string, string>>

const pageOf = (session: WidgetSession): string => `/session/${session.id}`

/** The end user's pages; whoever holds a session's address may use it. */
export function connectRoutes(server: FastifyInstance, hub: Hub): void {
  takeForms(server)

  /** Adds a page of a session: one that is unknown, or expired, is answered with a page that says so. */
  const visit = (method: 'GET' | 'POST', url: string, show: (visit: Visit, params: Params) => Promise<FastifyReply>) =>
    server.route<{ Params: Params }>({
      method,
      url,
      handler: async (request, reply) => {
        const session = await findWidgetSession(hub, request.params['id'] ?? '')
        const stage = await stageOf(hub, request, session?.environmentId ?? null, session?.language)
        if (session === null) return sendPage(reply.code(404), stage, deadEndPage(stage, 'session_unknown'))
        if (session.isExpired) return sendPage(reply.code(410), stage, deadEndPage(stage, 'session_expired'))
        return show({ request, reply, session, stage }, request.params)
      },
    })

  const offered = (session: WidgetSession, name: string | undefined): Provider | undefined =>
    offeredBy(hub, session).find((provider) => provider.name === name?.toUpperCase())

  const unknown = ({ reply, stage }: Visit) => sendPage(reply.code(404), stage, deadEndPage(stage, 'session_unknown'))

  visit('GET', '/session/:id', async ({ request, reply, session, stage }) => {
    const { q, disconnected } = listAsked.parse(request.query)
    const providers = offeredBy(hub, session)
    const connected = await disconnectable(hub, session)
    const [only] = providers
    if (only !== undefined && providers.length === 1 && connected.length === 0 && disconnected === null)
      return reply.redirect(`${pageOf(session)}/${only.kind === 'cloud' ? 'start' : 'connect'}/${only.name}`, 303)
    const page = listPage(stage, {
      tiles: providers.map(tileOf),
      recent: recentOf(request),
      query: q,
      urlOf: (name) => `${pageOf(session)}/connect/${name}`,
      searchUrl: pageOf(session),
      connected: connected.map(({ user, provider }) => ({
        label: provider.label,
        logo: provider.logo,
        url: `${pageOf(session)}/disconnect/${user.userId}`,
      })),
      disconnected: disconnected === null ? null : (findProvider(disconnected)?.label ?? null),
    })
    return sendPage(reply, stage, page)
  })

  visit('GET', '/session/:id/connect/:provider', async (visited, params) => {
    const { reply, session, stage } = visited
    const provider = offered(session, params['provider'])
    if (provider === undefined) return unknown(visited)
    if (provider.kind === 'phone') return leadToPhone(hub, visited, provider)
    const page = consentPage(stage, {
      tile: tileOf(provider),
      types: typesOf(provider),
      startUrl: `${pageOf(session)}/start/${provider.name}`,
      backUrl: pageOf(session),
    })
    return sendPage(reply, stage, page)
  })

  visit('GET', '/session/:id/start/:provider', async (visited, params) => {
    const { request, reply, session, stage } = visited
    const provider = offered(session, params['provider'])
    if (provider === undefined) return unknown(visited)
    if (provider.kind === 'phone') return leadToPhone(hub, visited, provider)
    const browser = rememberBrowser(hub, request, reply)
    return reply.redirect(await beginFromSession(hub, session, provider, browser, stage.language), 303)
  })

  visit('GET', '/session/:id/disconnect/:user', async ({ reply, session, stage }, params) => {
    const found = (await disconnectable(hub, session)).find(({ user }) => user.userId === params['user'])
    if (found === undefined) return reply.redirect(pageOf(session), 303)
    const formUrl = `${pageOf(session)}/disconnect/${found.user.userId}`
    const page = disconnectPage(stage, { label: found.provider.label, formUrl, backUrl: pageOf(session) })
    return sendPage(reply, stage, page)
  })

  visit('POST', '/session/:id/disconnect/:user', async ({ reply, session }, params) => {
    const found = (await disconnectable(hub, session)).find(({ user }) => user.userId === params['user'])
    if (found !== undefined) await deauthenticateUser(hub, session.environmentId, found.user.userId)
    const what = found === undefined ? '' : `?disconnected=${found.provider.name}`
    return reply.redirect(`${pageOf(session)}${what}`, 303)
  })

  server.get<{ Querystring: { accent?: string } }>(stylesheetPath, async (request, reply) =>
    sendFile(reply, 'text/css', stylesheet + accentRule(request.query.accent)),
  )
  server.get(scriptPath, async (_request, reply) => sendFile(reply, 'text/javascript', script))
}

/** Its name changes with its content. */
const sendFile = (reply: FastifyReply, type: string, text: string) =>
  reply.type(`${type}; charset=utf-8`).header('cache-control', 'public, max-age=31536000, immutable').send(text)

/** A phone's data cannot be asked for here: the app goes on by itself, and without a way back to it a page explains. */
function leadToPhone(hub: Pick<Hub, 'config'>, { reply, session, stage }: Visit, provider: Provider): FastifyReply {
  if (session.successUrl !== null) {
    const { id: sessionId, referenceId } = session
    const ending = { userId: null, resource: provider.name, referenceId, sessionId }
    return reply.redirect(withEnding(session.successUrl, ending), 302)
  }
  const isAlone = offeredBy(hub, session).length === 1
  return sendPage(reply, stage, phonePage(stage, { tile: tileOf(provider), backUrl: isAlone ? null : pageOf(session) }))
}

/** What the person of a session may disconnect: theirs is what has the session's reference. */
async function disconnectable(
  hub: Pick<Hub, 'db'>,
  session: WidgetSession,
): Promise<{ user: User; provider: Provider }[]> {
  if (!session.showDisconnect || session.referenceId === null) return []
  const users = await usersByReference(hub, session.environmentId, session.referenceId)
  return users.flatMap((user) => {
    const provider = findProvider(user.provider)
    return provider === null || !user.active ? [] : [{ user, provider }]
  })
}
