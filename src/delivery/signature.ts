import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The value of `terra-signature` for a body: `t=<epochSeconds>,v1=<hex>` with one `v1` per secret in the order given,
 * each the HMAC-SHA256 of `<t>.<body>`. Older clients read only the first `v1`, so the secret that receivers still
 * trust stands first.
 */
export function signatureHeader(body: Buffer | string, secrets: readonly string[], epochSeconds: number): string {
  let header = `t=${epochSeconds}`
  for (const secret of secrets) header += `,v1=${hmac(body, secret, String(epochSeconds)).digest('hex')}`
  return header
}

/** The value of `webhook-signature` (Standard Webhooks) for a body: one `v1,<base64>` per secret. */
export function standardSignature(
  id: string,
  body: Buffer | string,
  secrets: readonly string[],
  epochSeconds: number,
): string {
  return secrets.map((secret) => `v1,${hmac(body, secret, `${id}.${epochSeconds}`).digest('base64')}`).join(' ')
}

/** A signing secret in the form Standard Webhooks libraries take. */
export const standardSecret = (secret: string): string => `whsec_${Buffer.from(secret, 'utf8').toString('base64')}`

const hmac = (body: Buffer | string, secret: string, prefix: string) =>
  createHmac('sha256', secret).update(`${prefix}.`).update(body)

export interface SignatureToCheck {
  /** What arrived as `terra-signature`. */
  header: string | null | undefined
  /** The body as it arrived: the bytes, before any parsing. */
  body: Buffer | string
  /** Secrets that may have signed. */
  secrets: readonly string[]
  nowSeconds: number
  /** How far `t` may be from now; 300 s, as the official clients have it. */
  toleranceSeconds?: number
  /** What was really sent, when it is known: tells a changed body from a wrong secret for certain. */
  sentBody?: Buffer | string
}

export type SignatureProblem = 'missing_header' | 'bad_form' | 'stale' | 'wrong_secret' | 'body_changed'

export interface SignatureVerdict {
  ok: boolean
  problem: SignatureProblem | null
  /** What was checked, in order, up to the first failure. */
  steps: { step: 'header' | 'form' | 'time' | 'match'; ok: boolean; sentence: string }[]
}

/** Checks a signature part by part and says in a sentence each what is right and what is not. */
export function verifySignature(given: SignatureToCheck): SignatureVerdict {
  const steps: SignatureVerdict['steps'] = []
  const fail = (
    step: (typeof steps)[number]['step'],
    problem: SignatureProblem,
    sentence: string,
  ): SignatureVerdict => {
    steps.push({ step, ok: false, sentence })
    return { ok: false, problem, steps }
  }
  const header = given.header?.trim()
  if (!header)
    return fail(
      'header',
      'missing_header',
      'The request has no terra-signature header: a proxy may drop it, or the request is not from here.',
    )
  steps.push({ step: 'header', ok: true, sentence: 'The terra-signature header is there.' })

  const { t, signatures } = readHeader(header)
  if (t === null)
    return fail(
      'form',
      'bad_form',
      'The header has no t=<unix seconds>: expected the form t=1723808700,v1=<64 hex digits>.',
    )
  if (signatures.length === 0)
    return fail(
      'form',
      'bad_form',
      'The header has no v1=<64 hex digits>: expected the form t=1723808700,v1=<64 hex digits>.',
    )
  steps.push({
    step: 'form',
    ok: true,
    sentence: `The header has a time and ${signatures.length === 1 ? 'one signature' : `${signatures.length} signatures`}.`,
  })

  // The signature is compared before the time is judged: a request that was not signed here says nothing by its time.
  const signs = (body: Buffer | string) =>
    given.secrets.some((secret) => matches(signatures, hmac(body, secret, t).digest()))
  const match = signs(given.body)
  if (!match) {
    if ((given.sentBody !== undefined && signs(given.sentBody)) || rewritings(given.body).some(signs))
      return fail(
        'match',
        'body_changed',
        'The secret is right but the body is not what was signed: verify the raw bytes, before anything parses, trims or re-encodes them.',
      )
    return fail(
      'match',
      'wrong_secret',
      'No signature matches: the secret belongs to another destination or was rotated, or the body was changed on its way.',
    )
  }
  steps.push({ step: 'match', ok: true, sentence: 'The signature matches the body and a secret.' })

  const tolerance = given.toleranceSeconds ?? 300
  const age = given.nowSeconds - Number(t)
  if (Math.abs(age) > tolerance)
    return fail(
      'time',
      'stale',
      `The time t is ${Math.abs(age)} s ${age > 0 ? 'old' : 'ahead'}, ${tolerance} s are allowed: an old request was replayed, or a clock is wrong.`,
    )
  steps.push({ step: 'time', ok: true, sentence: `The time t is within ${tolerance} s of now.` })
  return { ok: true, problem: null, steps }
}

function readHeader(header: string): { t: string | null; signatures: Buffer[] } {
  let t: string | null = null
  const signatures: Buffer[] = []
  for (const part of header.split(',')) {
    const [key, value] = part.trim().split('=', 2)
    if (key === 't' && value !== undefined && /^\d{1,15}$/.test(value)) t = value
    if (key === 'v1' && value !== undefined && /^[0-9a-f]{64}$/.test(value)) signatures.push(Buffer.from(value, 'hex'))
  }
  return { t, signatures }
}

const matches = (signatures: Buffer[], expected: Buffer): boolean =>
  signatures.some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected))

/** What a body may have been before a receiver's framework rewrote it: compact JSON, without an added line end. */
function rewritings(body: Buffer | string): string[] {
  const text = body.toString()
  const found = [text.trim(), text.replaceAll('\r\n', '\n')]
  try {
    found.push(JSON.stringify(JSON.parse(text)))
  } catch {
    // Not JSON: then it was not re-serialised either.
  }
  return found.filter((candidate) => candidate !== text)
}
