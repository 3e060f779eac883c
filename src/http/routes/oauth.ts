import type { FastifyInstance } from 'fastify'
import { deadEndPage, type Outcome, resultPage } from '../../connect/pages.ts'
import type { Hub } from '../../hub.ts'
import { findProvider } from '../../providers/registry.ts'
import { findUser } from '../../users/find.ts'
import { finishSignIn, type SignInResult, signInResult } from '../../users/sign-in/finish.ts'
import { findWidgetSession, offeredBy } from '../../users/sign-in/session.ts'
import { browserOf, rememberRecent } from '../connect-browser.ts'
import { sendPage, stageOf } from '../connect-pages.ts'
import { queryOf } from '../forms.ts'

/** How long the page waits for the first data before it says that all is well anyway. */
const waitedForMs = 60_000

/** Where providers send people back to, and where those end whose app named no address. */
export function oauthRoutes(server: FastifyInstance, hub: Hub): void {
  // Some providers look whether there is something before they take the address (Withings). A sign-in is not ended by that.
  server.head('/oauth/:provider/callback', async (_request, reply) => reply.send())

  server.get<{ Params: { provider: string } }>('/oauth/:provider/callback', async (request, reply) => {
    const finish = await finishSignIn(hub, request.params.provider, queryOf(request.url), browserOf(request))
    if (finish.kind === 'ended') {
      if (finish.isConnected) rememberRecent(hub, request, reply, finish.provider)
      return reply.redirect(finish.address, 302)
    }
    // Nobody is sent anywhere by a state that is not theirs to use.
    const stage = await stageOf(hub, request, finish.kind === 'used' ? finish.environmentId : null)
    const key = finish.kind === 'unknown' ? 'session_unknown' : finish.kind
    return sendPage(reply.code(finish.kind === 'foreign' ? 403 : 400), stage, deadEndPage(stage, key))
  })

  server.get<{ Params: { id: string } }>('/connect/result/:id', async (request, reply) => {
    const result = await signInResult(hub, request.params.id)
    const stage = await stageOf(hub, request, result?.environmentId ?? null, result?.language)
    if (result === null) return sendPage(reply.code(404), stage, deadEndPage(stage, 'session_unknown'))
    const outcome = await outcomeOf(result)
    // The header and not the element: what is read aloud is then read again only where it has changed.
    if (outcome === 'coming') reply.header('refresh', '3')
    const label = findProvider(result.provider)?.label ?? result.provider
    return sendPage(reply, stage, resultPage(stage, { label, outcome, backUrl: await backUrlOf(result, outcome) }))
  })

  async function outcomeOf(result: SignInResult): Promise<Outcome> {
    if (result.outcome !== 'connected') return result.outcome
    const user = await findUser(hub, result.environmentId, result.userId)
    const isWaiting = user !== null && user.lastDataAt === null
    return isWaiting && hub.clock.now() - user.createdAt.getTime() < waitedForMs ? 'coming' : 'arrived'
  }

  /** The session's page, while it is open and has something left to do. */
  async function backUrlOf(result: SignInResult, outcome: Outcome): Promise<string | null> {
    const session = result.sessionId === null ? null : await findWidgetSession(hub, result.sessionId)
    if (session === null || session.isExpired) return null
    const isDone = outcome === 'coming' || outcome === 'arrived'
    return isDone && offeredBy(hub, session).length < 2 ? null : `/session/${session.id}`
  }
}
