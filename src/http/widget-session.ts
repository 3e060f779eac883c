import { z } from 'zod'
import type { Hub } from '../hub.ts'
import { createWidgetSession } from '../users/sign-in/session.ts'

const text = (most: number) =>
  z
    .string('expected a text')
    .max(most, `expected at most ${most} characters`)
    .nullish()
    .transform((value) => value || undefined)

/** What may be asked of any sign-in; names that are not known are let pass, as Terra does. */
export const signInAsked = {
  language: text(35),
  reference_id: text(500),
  auth_success_redirect_url: text(2048),
  auth_failure_redirect_url: text(2048),
}

const slugs = z
  .union([z.string(), z.array(z.string())], 'expected slugs separated by commas')
  .nullish()
  .transform((value) => (typeof value === 'string' ? value.split(',') : (value ?? undefined)))

/** The body by which an app's backend opens a widget session. */
export const sessionAsked = z.object(
  { ...signInAsked, providers: slugs, show_disconnect: z.boolean('expected true or false').nullish() },
  'expected an object',
)

export type SessionAsked = z.output<typeof sessionAsked>

/** The same as query parameters, as the official Java client sends them, which has no body. */
export const sessionQuery = z.object({
  ...signInAsked,
  providers: slugs,
  show_disconnect: z
    .enum(['true', 'false'], 'expected true or false')
    .nullish()
    .transform((value) => (value ? value === 'true' : undefined)),
})

/** What was asked in either place; where both say something, the body counts. */
export const eitherOf = <T extends object>(query: T, body: T): T => ({
  ...query,
  ...Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined && value !== null)),
})

/** What the pages will be told, in our own words. */
export const wishOf = (body: {
  language: string | undefined
  reference_id: string | undefined
  auth_success_redirect_url: string | undefined
  auth_failure_redirect_url: string | undefined
}) => ({
  language: body.language,
  referenceId: body.reference_id,
  successUrl: body.auth_success_redirect_url,
  failureUrl: body.auth_failure_redirect_url,
})

/** Opens a widget session and gives the answer of each of its paths. */
export async function openWidgetSession(hub: Hub, environmentId: string, body: SessionAsked) {
  const { sessionId, url, expiresIn } = await createWidgetSession(hub, environmentId, {
    ...wishOf(body),
    providers: body.providers,
    showDisconnect: body.show_disconnect ?? false,
  })
  return { status: 'success' as const, session_id: sessionId, url, expires_in: expiresIn }
}
