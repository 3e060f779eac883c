import { createHmac, timingSafeEqual } from 'node:crypto'
import type { BodyChange, SignatureProblem, VerdictParts, Verification } from '../schema/management/verification.ts'

export interface SignatureGiven {
  /** What arrived as `terra-signature`. */
  header: string
  /** The body as it arrived. */
  body: Buffer | string
  /** Secrets that may have signed. */
  secrets: readonly string[]
  nowSeconds: number
  /** How far `t` may be from now; 300 s, as the official clients have it. */
  toleranceSeconds?: number
}

interface Read {
  scheme: Verification['scheme']
  t: string | null
  values: string[]
}

/**
 * Checks a signature and says which rule was broken and how to mend it: the form of the header, the body as the bytes that
 * were signed, the secret, the time. What a receiver commonly does to a body is undone, one change after the other, to
 * see whether it then matches.
 */
export function explainSignature(given: SignatureGiven): Verification {
  const { header, body, secrets, nowSeconds, toleranceSeconds: tolerance = 300 } = given
  const { scheme, t, values } = read(header)
  const signs = (candidate: Buffer | string): string[] =>
    t === null
      ? []
      : secrets.map((secret) => createHmac('sha256', secret).update(`${t}.`).update(candidate).digest('hex'))
  const expected = signs(body)
  const signatures = values.map((value) => ({
    value,
    is_hex: hex.test(value),
    matches: expected.some((one) => same(value, one)),
  }))
  const isMatch = signatures.some(({ matches }) => matches)
  const change =
    isMatch || t === null
      ? null
      : changeOf(body, (candidate) => signs(candidate).some((one) => values.some((value) => same(value, one))))
  const age = t === null ? null : nowSeconds - Number(t)
  const problem = problemOf({ header, scheme, t, values, isMatch, change, age, tolerance })
  return {
    ok: problem === null,
    problem,
    sentence: sentenceOf(problem, { change, age, tolerance, secrets: secrets.length }),
    scheme,
    t: t === null ? null : Number(t),
    age_seconds: age,
    tolerance_seconds: tolerance,
    signatures,
    body_change: change,
    parts: partsOf({ problem, isMatch, change, t, age, tolerance }),
  }
}

const hex = /^[0-9a-f]{64}$/

const same = (value: string, expected: string): boolean =>
  value.length === expected.length && timingSafeEqual(Buffer.from(value), Buffer.from(expected))

function read(header: string): Read {
  const text = header.trim().replace(/^(x-)?terra-signature\s*:\s*/i, '')
  // Standard Webhooks: `v1,<base64>`, several with blanks between.
  if (/^(v1a?,[A-Za-z0-9+/=]+\s*)+$/.test(text)) return { scheme: 'standard_webhooks', t: null, values: [] }
  let t: string | null = null
  const values: string[] = []
  let isTerra = false
  for (const part of text.split(',')) {
    const [key, ...rest] = part.trim().split('=')
    const value = rest.join('=')
    if (key === 't' || key === 'v1') isTerra = true
    if (key === 't' && /^\d{1,15}$/.test(value)) t = value
    if (key === 'v1' && value !== '') values.push(value)
  }
  return { scheme: isTerra ? 'terra' : 'unknown', t, values }
}

interface Findings {
  header: string
  scheme: Verification['scheme']
  t: string | null
  values: readonly string[]
  isMatch: boolean
  change: BodyChange | null
  age: number | null
  tolerance: number
}

function problemOf({ header, scheme, t, values, isMatch, change, age, tolerance }: Findings): SignatureProblem | null {
  if (header.trim() === '') return 'missing_header'
  if (scheme !== 'terra') return 'other_scheme'
  if (t === null) return 'no_time'
  if (values.length === 0) return 'no_signature'
  if (!values.some((value) => hex.test(value))) return 'not_hex'
  // The signature goes before the time: what was not signed here says nothing by its time.
  if (!isMatch) return change === null ? 'wrong_secret' : 'body_changed'
  return age !== null && Math.abs(age) > tolerance ? 'stale' : null
}

const form = 't=1723808700,v1=<64 hex digits>'

const changeWords: Record<BodyChange, string> = {
  reserialised: 'it was parsed and written again with other white space, where what was sent is compact JSON',
  whitespace_added: 'white space was added around it',
  keys_sorted: 'it was written again with its keys in another order',
  line_ends_changed: 'its line ends were changed to CR LF',
  newline_added: 'a line end was added',
  newline_removed: 'the line end at its end was cut off',
  byte_order_mark_added: 'a byte order mark was put before it',
  non_ascii_escaped: 'letters beyond ASCII were escaped as \\u….',
  slashes_escaped: 'its slashes were escaped',
}

function sentenceOf(
  problem: SignatureProblem | null,
  {
    change,
    age,
    tolerance,
    secrets,
  }: { change: BodyChange | null; age: number | null; tolerance: number; secrets: number },
): string {
  switch (problem) {
    case null:
      return 'The signature matches: this body was signed with this secret, and just now.'
    case 'missing_header':
      return 'There is no terra-signature header: a proxy may drop it, or the request is not from here.'
    case 'other_scheme':
      return `This is no terra-signature, which looks like ${form}. What begins with v1, and base64 is webhook-signature of Standard Webhooks: its libraries check it, with the whsec_ secret.`
    case 'no_time':
      return `The header has no t=<unix seconds>: expected the form ${form}. Take the header whole.`
    case 'no_signature':
      return `The header has no v1=: expected the form ${form}. Take the header whole.`
    case 'not_hex':
      return `What stands after v1= is not 64 lower-case hex digits: expected the form ${form}. It may be cut off, or be base64.`
    case 'body_changed':
      return `The secret is right, but the body is not what was signed: ${change === null ? 'it was changed' : changeWords[change]}. Verify the raw bytes of the request, before anything parses them.`
    case 'wrong_secret':
      return secrets === 0
        ? 'There is no secret to check with.'
        : 'No signature matches: the secret belongs to another destination or was rotated, or the body is not the one that came with this header.'
    case 'stale':
      return `The signature matches, but its time t is ${Math.abs(age ?? 0)} s ${(age ?? 0) > 0 ? 'old' : 'ahead'} and ${tolerance} s are allowed: an old request was replayed, or a clock is wrong.`
  }
}

function partsOf(found: {
  problem: SignatureProblem | null
  isMatch: boolean
  change: BodyChange | null
  t: string | null
  age: number | null
  tolerance: number
}): VerdictParts {
  const { isMatch, change, t, age, tolerance } = found
  const isFresh = age !== null && Math.abs(age) <= tolerance
  const unknown = 'Cannot be told until the signature matches.'
  return {
    t:
      t === null
        ? { ok: false, sentence: 'The header has no time t.' }
        : isFresh
          ? { ok: true, sentence: `The time t is within ${tolerance} s of now.` }
          : {
              ok: false,
              sentence: `The time t is ${Math.abs(age ?? 0)} s ${(age ?? 0) > 0 ? 'old' : 'ahead'}; ${tolerance} s are allowed.`,
            },
    body: isMatch
      ? { ok: true, sentence: 'The body is, byte for byte, what was signed.' }
      : change === null
        ? { ok: null, sentence: unknown }
        : { ok: false, sentence: `The body was changed: ${changeWords[change]}.` },
    secret:
      isMatch || change !== null
        ? { ok: true, sentence: 'The secret is the one that signed.' }
        : found.problem === 'wrong_secret'
          ? { ok: false, sentence: 'The secret is not the one that signed this body.' }
          : { ok: null, sentence: unknown },
  }
}

/** The change that, undone, makes the body what was signed; null when none of the usual ones does. */
function changeOf(body: Buffer | string, isSigned: (candidate: string) => boolean): BodyChange | null {
  const text = body.toString()
  for (const [change, candidate] of candidates(text)) if (candidate !== text && isSigned(candidate)) return change
  return null
}

/** What a body may have been before each change, the slightest first. */
function* candidates(text: string): Generator<[BodyChange, string]> {
  yield ['byte_order_mark_added', text.replace(/^\ufeff/, '')]
  yield ['newline_added', text.replace(/\r?\n$/, '')]
  yield ['newline_removed', `${text}\n`]
  yield ['line_ends_changed', text.replaceAll('\r\n', '\n')]
  yield ['whitespace_added', text.trim()]
  yield ['slashes_escaped', text.replaceAll('\\/', '/')]
  yield ['non_ascii_escaped', unescaped(text)]
  const parsed = parse(text)
  if (parsed === undefined) return
  yield ['reserialised', JSON.stringify(parsed)]
  yield ['reserialised', JSON.stringify(parsed, null, 2)]
  const sorted = JSON.stringify(inOrder(parsed))
  yield ['keys_sorted', sorted]
  for (const first of ['status', 'type', 'user', 'data', 'message'])
    yield ['keys_sorted', JSON.stringify(withFirst(parsed, first))]
}

const unescaped = (text: string): string =>
  text.replaceAll(/\\u(00[89a-f][0-9a-f]|0[1-9a-f][0-9a-f]{2}|[1-9a-f][0-9a-f]{3})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no JSON: then it was not written again either
  }
}

/** The same with the keys of every object in alphabetical order. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]))
}

/** The order in which events are written, as far as their outermost keys tell it. */
const written = [
  'type',
  'status',
  'message',
  'widget_session_id',
  'flow_id',
  'user',
  'data',
  'athlete',
  'reference_id',
  'version',
]

function withFirst(value: unknown, first: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const rank = (key: string) => (key === first ? -1 : written.includes(key) ? written.indexOf(key) : written.length)
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => rank(a) - rank(b)))
}
