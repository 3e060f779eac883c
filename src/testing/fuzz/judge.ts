import { z } from 'zod'
import { terraPaths } from '../../http/terra/paths.ts'
import { problemSchema } from '../../schema/management/shared.ts'
import type { FuzzCall } from './calls.ts'

/** What came back; status 0 where nothing did. */
export interface Answer {
  status: number
  mediaType: string
  body: string
  /** Why nothing came back. */
  error: string | null
}

const refused = terraPaths
  .filter(({ state }) => state === 'refused')
  .map(({ at, path }) => new RegExp(`^${at === 'v2' ? '(?:/api)?/v2' : ''}${path.replaceAll(/:\w+/g, '[^/]+')}/?$`))
const isRefused = (path: string): boolean =>
  /^(?:\/api)?\/v2\/teams\//.test(path) || refused.some((pattern) => pattern.test(path))

/** What only a fault of ours would say. */
const leak =
  /\n\s+at |node:internal|node_modules|\.ts:\d+|Error: |TypeError|is not a function|properties of (?:undefined|null)|syntax error|pg_|column "/

/** What is wrong with the answer to a call, or null: the promises that every route keeps whatever it is sent. */
export function faultOf(call: FuzzCall, answer: Answer): string | null {
  const { operation } = call
  const { status, mediaType, body } = answer
  if (status === 0) return `no answer: ${answer.error}`
  const path = call.target.split('?')[0] ?? ''
  const isBodyless = call.method === 'HEAD'
  if (status === 501 && isBodyless) return isRefused(path) ? null : '501 on a path that is not refused'
  if (status === 501) return isRefused(path) ? problemFault(body) : '501 on a path that is not refused'
  if (status >= 500 && !((status === 503 || status === 507) && operation.statuses.includes(status)))
    return `${status}: ${body.slice(0, 300)}`
  if (isBodyless) return null
  if (mediaType.startsWith('application/problem+json'))
    return status < 400 ? 'a problem with success' : problemFault(body)
  // Pages, the sandbox as a provider, and answers without a body have their own forms.
  if (operation.access === 'any' || call.method === 'OPTIONS') return null
  if (status >= 400) return `${status} without an error body: ${mediaType} ${body.slice(0, 200)}`
  if (call.method !== operation.method || status === 204 || operation.answer === null) return null
  return answerFault(operation.answer, body)
}

function problemFault(body: string): string | null {
  const parsed = problemSchema.safeParse(jsonOf(body))
  if (!parsed.success) return `an error body that is none: ${body.slice(0, 300)}`
  const { detail, message } = parsed.data
  if (detail !== message) return 'detail and message differ'
  if (detail.trim() === '') return 'an error without a sentence'
  if (leak.test(detail)) return `an error that tells of the inside: ${detail.slice(0, 300)}`
  return null
}

function answerFault(schema: z.ZodType, body: string): string | null {
  const parsed = schema.safeParse(jsonOf(body))
  return parsed.success
    ? null
    : `an answer that does not fit its schema: ${z.prettifyError(parsed.error).slice(0, 400)}`
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
