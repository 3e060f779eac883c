import { z } from 'zod'

/** One thing that was checked, with a sentence about it; `ok` null when it could not be checked. */
export const verdictPartSchema = z
  .strictObject({ ok: z.boolean().nullable(), sentence: z.string() })
  .meta({ id: 'VerdictPart' })
export type VerdictPart = z.output<typeof verdictPartSchema>

/** The three parts of a verdict: the time `t`, the body, the secret. */
export const verdictPartsSchema = z
  .strictObject({ t: verdictPartSchema, body: verdictPartSchema, secret: verdictPartSchema })
  .meta({ id: 'VerdictParts' })
export type VerdictParts = z.output<typeof verdictPartsSchema>

export const signatureProblems = [
  'missing_header',
  'other_scheme',
  'no_time',
  'no_signature',
  'not_hex',
  'body_changed',
  'wrong_secret',
  'stale',
] as const
export const signatureProblemSchema = z.enum(signatureProblems).meta({ id: 'SignatureProblem' })
export type SignatureProblem = z.output<typeof signatureProblemSchema>

/** What a receiver may have done to a body before it checked the signature. */
export const bodyChanges = [
  'reserialised',
  'whitespace_added',
  'keys_sorted',
  'line_ends_changed',
  'newline_added',
  'newline_removed',
  'byte_order_mark_added',
  'non_ascii_escaped',
  'slashes_escaped',
] as const
export const bodyChangeSchema = z.enum(bodyChanges).meta({ id: 'BodyChange' })
export type BodyChange = z.output<typeof bodyChangeSchema>

/** `POST /verify`. */
export const verificationSchema = z
  .strictObject({
    ok: z.boolean(),
    problem: signatureProblemSchema.nullable(),
    sentence: z.string().meta({ description: 'what is right, or which rule was broken and how to mend it' }),
    scheme: z.enum(['terra', 'standard_webhooks', 'unknown']),
    t: z.int().nullable().meta({ description: 'unix seconds' }),
    age_seconds: z.int().nullable().meta({ description: 'negative for a time to come' }),
    tolerance_seconds: z.int(),
    signatures: z.array(z.strictObject({ value: z.string(), is_hex: z.boolean(), matches: z.boolean() })),
    body_change: bodyChangeSchema.nullable().meta({ description: 'undone, this makes the signature match' }),
    parts: verdictPartsSchema,
  })
  .meta({ id: 'Verification' })
export type Verification = z.output<typeof verificationSchema>
