import type { Verification } from '../../../src/schema/management/verification.ts'
import { post } from './client.ts'
import { useSend } from './query.ts'

export type { VerdictPart, VerdictParts, Verification } from '../../../src/schema/management/verification.ts'

/** A signature to check. Sent in the body of a POST and kept nowhere. */
export interface VerifyBody {
  header: string
  body: string
  secret: string
  tolerance_seconds: number
}

/** Checks a signature and says which rule was broken. */
export const useVerify = () => useSend((body: VerifyBody) => post<Verification>('/verify', body))
