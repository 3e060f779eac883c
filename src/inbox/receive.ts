import { isUtf8 } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'
import type { Hub } from '../hub.ts'
import { pack } from '../lib/packed.ts'
import type { VerdictParts } from '../schema/management/verification.ts'
import type { Inbox } from './inbox.ts'
import { trimInbox } from './trim.ts'
import { keepMessage } from './writer.ts'

/** What was found of the signature of a message. */
export interface Verdict {
  verdict: 'verified' | 'invalid' | 'unsigned'
  /** One sentence that says why. */
  reason: string
  /** What was checked, in order, a sentence each. */
  steps?: readonly { step: string; ok: boolean; sentence: string }[]
  /** The same part by part: the time, the body, the secret. */
  parts?: VerdictParts
}

export interface Received {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: Buffer
}

const trimEvery = 250
const counts = new WeakMap<Hub['db'], Map<string, number>>()

/**
 * Keeps a message exactly as it came, secrets in its headers apart, and gives its id. Messages that arrive together
 * are stored together, and their ids are in the order in which they can be read: who follows an inbox misses none.
 */
export async function receive(
  hub: Pick<Hub, 'db' | 'clock'>,
  inbox: Inbox,
  received: Received,
  verdict: Verdict,
): Promise<{ id: string }> {
  const { body, headers } = received
  // PostgreSQL's text cannot hold a zero byte, valid though it is in UTF-8.
  const encoding = isUtf8(body) && !body.includes(0) ? 'utf8' : 'base64'
  const packed = pack(encoding === 'utf8' ? body : body.toString('base64'))
  const trace = headers['x-terra-trace-id']
  const id = await keepMessage(hub.db, {
    inbox_id: inbox.id,
    received_at: new Date(hub.clock.now()),
    method: received.method,
    path: received.path,
    headers: JSON.stringify(maskSecrets(headers)),
    type: encoding === 'utf8' ? typeOf(body) : null,
    trace_id: typeof trace === 'string' && trace !== '' ? trace.slice(0, 200) : null,
    encoding,
    body: packed.body,
    body_z: packed.body_z,
    bytes: body.length,
    verdict: JSON.stringify(verdict),
    answered: inbox.respondStatus,
  })
  if (isTimeToTrim(hub, inbox.id)) await trimInbox(hub, inbox.id)
  return { id }
}

function isTimeToTrim(hub: Pick<Hub, 'db'>, inboxId: string): boolean {
  const known = counts.get(hub.db) ?? new Map<string, number>()
  counts.set(hub.db, known)
  const count = (known.get(inboxId) ?? 0) + 1
  known.set(inboxId, count % trimEvery)
  return count === trimEvery
}

const secretHeader = /^(proxy-)?authorization$|cookie|api-?key|token|secret|password/i

/** The headers with the values of those that carry secrets masked. */
export function maskSecrets(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const masked = Object.entries(headers).map(([name, value]) => [name, secretHeader.test(name) ? '[masked]' : value])
  return Object.fromEntries(masked)
}

const typeFirst = /^\s*\{\s*"type"\s*:\s*"([\w.-]{1,64})"/
const wordOnly = /^[\w.-]{1,64}$/

/** The `type` of a JSON body: read off its beginning, where senders put it; only small bodies are parsed whole. */
export function typeOf(body: Buffer): string | null {
  const first = typeFirst.exec(body.toString('utf8', 0, 300))?.[1]
  if (first !== undefined || body.length > 65_536) return first ?? null
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'))
    const type = typeof parsed === 'object' && parsed !== null && 'type' in parsed ? parsed.type : null
    return typeof type === 'string' && wordOnly.test(type) ? type : null
  } catch {
    return null // any body may arrive, and one that is not JSON has no type
  }
}
