import type { IncomingHttpHeaders } from 'node:http'
import { verifySignature } from '../delivery/signature.ts'
import { listDestinations } from '../destinations/destination.ts'
import { secretsAt } from '../destinations/types.ts'
import type { Hub } from '../hub.ts'
import { explainSignature } from '../inbox/explain.ts'
import type { Inbox } from '../inbox/inbox.ts'
import type { Verdict } from '../inbox/receive.ts'
import { publicId } from '../lib/ids.ts'

type JudgeHub = Pick<Hub, 'db' | 'vault' | 'clock'>

interface Known {
  secrets: string[]
  readAtMs: number
}
const freshMs = 1000

/** Gives a function that says of a message to an inbox whether the destinations pointing at that inbox signed it. */
export function judgeOf(hub: JudgeHub) {
  const cache = new Map<string, Known>()
  const known = async (inbox: Inbox, isForced: boolean): Promise<string[]> => {
    const nowMs = hub.clock.now()
    const found = cache.get(inbox.id)
    if (found !== undefined && !isForced && nowMs - found.readAtMs < freshMs) return found.secrets
    const secrets = await secretsOf(hub, inbox, nowMs)
    cache.set(inbox.id, { secrets, readAtMs: nowMs })
    return secrets
  }
  return async (inbox: Inbox, headers: IncomingHttpHeaders, body: Buffer): Promise<Verdict> => {
    const header = headers['terra-signature']
    if (typeof header !== 'string' || header.trim() === '')
      return {
        verdict: 'unsigned',
        reason: 'There is no terra-signature header: this did not come from a destination.',
      }
    const verdict = verdictOf(header, body, await known(inbox, false), hub.clock.now())
    // A secret may be new: what fails with remembered ones is tried with those of now.
    return verdict.verdict === 'verified' ? verdict : verdictOf(header, body, await known(inbox, true), hub.clock.now())
  }
}

function verdictOf(header: string, body: Buffer, secrets: string[], nowMs: number): Verdict {
  if (secrets.length === 0)
    return { verdict: 'invalid', reason: 'No destination points at this inbox, so there is no secret to check with.' }
  const { ok, steps } = verifySignature({ header, body, secrets, nowSeconds: Math.floor(nowMs / 1000) })
  const telling = ok ? steps.find((step) => step.step === 'match') : steps.find((step) => !step.ok)
  const { parts } = explainSignature({ header, body, secrets, nowSeconds: Math.floor(nowMs / 1000) })
  return { verdict: ok ? 'verified' : 'invalid', reason: telling?.sentence ?? '', steps, parts }
}

async function secretsOf(hub: JudgeHub, inbox: Inbox, nowMs: number): Promise<string[]> {
  const path = `/inbox/${publicId('inbox', inbox.id)}`
  const destinations = await listDestinations(hub, inbox.environmentId)
  return destinations
    .filter(({ inboxId, url }) => inboxId === inbox.id || (url !== null && new URL(url).pathname.endsWith(path)))
    .flatMap((destination) => secretsAt(destination, nowMs))
}
