import { TellusError } from '../../lib/errors.ts'

/** Schemes that would run or show something instead of leading back to an app. */
const forbidden = new Set([
  'javascript:',
  'data:',
  'vbscript:',
  'blob:',
  'file:',
  'filesystem:',
  'about:',
  'view-source:',
  'ws:',
  'wss:',
  'ftp:',
])

/** A redirect address in its normal form: http, https or an app's own scheme. Throws 400 with the field's name. */
export function checkRedirect(text: string, field: string): string {
  const refuse = (why: string) => new TellusError('bad_request', `invalid ${field}: ${why}`)
  if (text.length > 2048) throw refuse('it is longer than 2048 characters')
  if (!URL.canParse(text)) throw refuse('expected an address such as https://example.com/done or myapp://done')
  const url = new URL(text)
  if (forbidden.has(url.protocol)) throw refuse(`${url.protocol} is not allowed: give http, https or your app's scheme`)
  if (url.username !== '' || url.password !== '') throw refuse('it must not hold a user name or password')
  return url.href
}

/** What tells the app how a sign-in ended. */
export interface Ending {
  /** Null where no user was made; left out where that is not known. */
  userId?: string | null
  resource: string
  referenceId: string | null
  sessionId: string | null
  /** Why it failed; left out on success. */
  reason?: string
}

/** The address with what is known about the ending appended to its query, which is kept. An absent reference is the word `null`. */
export function withEnding(address: string, ending: Ending): string {
  const query = new URLSearchParams()
  if (ending.userId !== undefined) query.set('user_id', ending.userId ?? 'null')
  query.set('resource', ending.resource)
  query.set('reference_id', ending.referenceId ?? 'null')
  if (ending.sessionId !== null) query.set('widget_session_id', ending.sessionId)
  if (ending.reason !== undefined) query.set('reason', ending.reason)
  const hashAt = address.indexOf('#')
  const [before, hash] = hashAt === -1 ? [address, ''] : [address.slice(0, hashAt), address.slice(hashAt)]
  const joint = !before.includes('?') ? '?' : /[?&]$/.test(before) ? '' : '&'
  return `${before}${joint}${query}${hash}`
}
