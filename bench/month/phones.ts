import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { providerOf } from '../../src/phone/connect.ts'
import { type PhonePlatform, phonePlatforms, samplesOf } from '../../src/sandbox/phones/samples.ts'
import type { World } from '../../src/testing/world/world.ts'

/** The sources of phones, and what each calls itself. */
export const phones: ReadonlyMap<string, PhonePlatform> = new Map(
  phonePlatforms.map((platform) => [providerOf[platform], platform]),
)

const dayMs = 86_400_000
/** Watches sync late: each upload tells of the days before again. */
const againDays = 2
const pauseMs = 200
/** A server that was killed is back by then. */
const mostTries = 300

/** The phone of somebody in the run. */
export interface MonthPhone {
  userId: string
  /** Uploads what is new, and some of what is not, until the server has taken it. */
  upload(nowMs: number): Promise<void>
  /** Has the person take themselves out. */
  end(): Promise<void>
}

/** Connects the phone of a person as its app does. */
export async function connectPhone(world: World, person: string, platform: PhonePlatform): Promise<MonthPhone> {
  const { body: given } = await world.tellus().call<{ token: string }>('POST', '/v2/auth/generateAuthToken')
  const connected = await fetch(`${world.tellus().url}/ingest/connect`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: given.token, platform, reference_id: person }),
  })
  if (connected.status !== 201) throw new Error(`${person} could not connect a phone: ${connected.status}`)
  const { user_id: userId, ingest_token: token }: { user_id: string; ingest_token: string } = JSON.parse(
    await connected.text(),
  )
  const authorization = `Bearer ${token}`
  let sentMs = world.now()
  /** Sends until there is an answer: the same bytes, whose `batch_id` says that they are. */
  const send = async (batch: object): Promise<void> => {
    const body = gzipSync(JSON.stringify(batch))
    const headers = { authorization, 'content-type': 'application/json', 'content-encoding': 'gzip' }
    for (let tries = 1; ; tries++) {
      try {
        const { status } = await fetch(`${world.tellus().url}/ingest/batches`, { method: 'POST', headers, body })
        if (status === 202) return
        if (status !== 503 || tries > mostTries) throw new Error(`a batch of ${person} was answered ${status}`)
      } catch (error) {
        // Nobody is there, or they died on the way.
        if (!(error instanceof TypeError) || tries > mostTries) throw error
      }
      await sleep(pauseMs)
    }
  }
  const dateOf = (epochMs: number) => new Date(epochMs).toISOString().slice(0, 10)
  return {
    userId,
    async upload(nowMs) {
      const [from, to] = [dateOf(sentMs - againDays * dayMs), dateOf(nowMs + dayMs)]
      for (const batch of samplesOf(platform, person, from, to, nowMs)) await send(batch)
      sentMs = nowMs
    },
    async end() {
      await fetch(`${world.tellus().url}/ingest/connection`, { method: 'DELETE', headers: { authorization } })
    },
  }
}
