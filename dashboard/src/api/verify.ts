import type { BodyOf } from '../../../src/client/calls.ts'
import { post } from './client.ts'
import { useSend } from './query.ts'

export type { VerdictPart, VerdictParts, Verification } from '../../../src/client/operations.ts'

/** A signature to check. Sent in the body of a POST and kept nowhere. */
export type VerifyBody = BodyOf<'POST', '/verify'>

/** Checks a signature and says which rule was broken. */
export const useVerify = () => useSend((body: VerifyBody) => post('/verify', { body }))
