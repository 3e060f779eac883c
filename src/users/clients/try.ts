import type { Fetch } from '../../lib/guarded-fetch.ts'
import { newSecret } from '../../lib/ids.ts'
import { newVerifier, redeem, refusalIn, type SignInContext, SignInFailure } from '../../providers/oauth2.ts'

/** Whether a provider knows a client, with a sentence for the developer. */
export interface Verdict {
  result: 'right' | 'wrong' | 'unknown'
  says: string
}

/**
 * Asks a provider whether it knows a client, as far as that can be asked without a person: with a code that is made up. Who
 * knows the client says that the code is wrong, who does not says that of the client (RFC 6749, 5.2).
 */
export async function tryClient(context: SignInContext, redirectUri: string): Promise<Verdict> {
  let answered: Response | null = null
  const fetch: Fetch = async (url, outgoing) => {
    const answer = await context.fetch(url, outgoing)
    answered = answer.clone()
    return answer
  }
  const state = newSecret()
  try {
    await redeem({ ...context, fetch }, { query: made(context, state), state, verifier: newVerifier(), redirectUri })
    return verdict(context, 'right')
  } catch (error) {
    if (!(error instanceof SignInFailure)) throw error
    const answer: Response | null = answered
    const judged = answer === null ? null : await context.signIn.judgeClient?.(answer)
    return judged == null ? judge(context, error.cause, answer) : verdict(context, judged)
  }
}

/** What a browser would bring back. */
function made({ signIn, publicUrl }: SignInContext, state: string): URLSearchParams {
  const issuer = signIn.issuer ?? new URL(signIn.authorizeUrl, publicUrl).origin
  return new URLSearchParams({ code: `tellus-asks-${newSecret().slice(0, 16)}`, state, iss: issuer })
}

/** What the standard's words for what went wrong say about the client. */
function judge(context: SignInContext, cause: unknown, answer: Response | null): Verdict {
  const { label } = context
  if (answer === null)
    return {
      result: 'unknown',
      says: `${label} gave no answer: see whether this server reaches the outside, and try again.`,
    }
  const word = refusalIn(cause)
  if (word === 'invalid_client' || word === 'unauthorized_client' || answer.status === 401)
    return verdict(context, 'wrong')
  if (word === 'invalid_grant') return verdict(context, 'right')
  if (word === 'redirect_uri_mismatch')
    return {
      result: 'wrong',
      says: `${label} knows these keys, but not the callback URL: enter it there as it stands here.`,
    }
  return {
    result: 'unknown',
    says: `${label} answered ${answer.status}${word === null ? '' : ` (${word})`}, which does not tell whether the keys are right: connect somebody to see.`,
  }
}

function verdict({ label }: SignInContext, result: Verdict['result']): Verdict {
  const sentences = {
    right: `${label} knows these keys.`,
    wrong: `${label} does not know these keys: copy both again from its developer console, without blanks.`,
    unknown: `${label} does not tell whether the keys are right: connect somebody to see.`,
  }
  return { result, says: sentences[result] }
}
