import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { LightMyRequestResponse } from 'fastify'
import { phoneRecords, phoneTask } from '../phone/task.ts'
import type { Platform } from '../phone/wire/batch.ts'
import { type BatchAnswer, batchAnswerSchema, connectedSchema, ingestStateSchema } from '../schema/ingest.ts'
import { jobsOf } from './connected.ts'
import type { TestHub } from './hub.ts'
import type { TestServer } from './server.ts'

/** A phone that is connected, with its calls. */
export interface ConnectedPhone {
  userId: string
  token: string
  platform: Platform
  /** A call with its token. */
  ask(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>
  /** Sends a batch, which must be accepted; what it lacks is filled in. */
  send(batch?: object): Promise<BatchAnswer>
  state(): Promise<ReturnType<typeof ingestStateSchema.parse>>
}

/** A token as an app's own server gets it. */
export async function phoneToken(at: TestServer, as: 'first' | 'other' = 'first'): Promise<string> {
  const { token }: { token: string } = (await at.call('POST', '/v2/auth/generateAuthToken', { as })).json()
  return token
}

/** Connects a phone as its app does. */
export async function connectedPhone(
  at: TestServer,
  {
    referenceId,
    platform = 'healthkit',
    as = 'first',
  }: { referenceId?: string; platform?: Platform; as?: 'first' | 'other' } = {},
): Promise<ConnectedPhone> {
  const body = {
    token: await phoneToken(at, as),
    platform,
    reference_id: referenceId,
    device: { model: 'iPhone15,2', os: 'iOS 18.1', timezone: 'Europe/Oslo' },
  }
  const connected = await at.call('POST', '/ingest/connect', { as: 'none', body })
  assert.equal(connected.statusCode, 201, connected.body)
  const { user_id: userId, ingest_token: token } = connectedSchema.parse(connected.json())
  return phoneWith(at, { userId, token, platform })
}

/** The calls of a phone that holds a token. */
export function phoneWith(
  at: TestServer,
  { userId, token, platform }: Pick<ConnectedPhone, 'userId' | 'token' | 'platform'>,
): ConnectedPhone {
  const ask: ConnectedPhone['ask'] = (method, path, body, headers = {}) =>
    at.call(method, `/ingest${path}`, { as: 'none', body, headers: { authorization: `Bearer ${token}`, ...headers } })
  return {
    userId,
    token,
    platform,
    ask,
    async send(batch = {}) {
      const answer = await ask('POST', '/batches', aBatch({ platform, ...batch }))
      assert.equal(answer.statusCode, 202, answer.body)
      return batchAnswerSchema.parse(answer.json())
    },
    async state() {
      const answer = await ask('GET', '/state')
      assert.equal(answer.statusCode, 200, answer.body)
      return ingestStateSchema.parse(answer.json())
    },
  }
}

/** A batch of nothing, with what is given. */
export const aBatch = (with_: object = {}) => ({
  schema: 'tellus.mobile/1',
  batch_id: randomUUID(),
  platform: 'healthkit',
  phase: 'incremental',
  sent_at: new Date().toISOString(),
  device: { model: 'iPhone15,2', os: 'iOS 18.1', app: 'com.example.fit/2.3.1', timezone: 'Europe/Oslo' },
  samples: [],
  ...with_,
})

/** What a sample of a watch says of where it is from. */
export const aWatch = {
  source: { name: 'Watch', bundle: 'com.apple.health', version: '11.1', product: 'Watch6,1' },
  device: {
    name: 'Apple Watch',
    manufacturer: 'Apple Inc.',
    model: 'Watch',
    hw: 'Watch6,1',
    sw: '11.1',
    kind: 'watch',
  },
  manual: false,
}

/** Steps of some minutes of a summer day in Oslo: `someSteps('2026-07-01T08:00', 120)`. */
export const someSteps = (at: string, value: number, with_: object = {}) => ({
  id: randomUUID(),
  type: 'HKQuantityTypeIdentifierStepCount',
  start: `${at}:00+02:00`,
  end: `${at}:59+02:00`,
  value,
  unit: 'count',
  tz: 'Europe/Oslo',
  ...aWatch,
  ...with_,
})

/** Runs the jobs that make records, each once, whatever they wait for. */
export async function makeRecords(hub: TestHub): Promise<void> {
  const jobs = await jobsOf(hub, phoneTask)
  await hub.db`delete from graphile_worker._private_jobs`
  const { signal } = new AbortController()
  for (const { payload } of jobs) await phoneRecords(hub)(payload, { signal, attempt: 1 })
}

/** A ride as Health Connect tells it. */
export const aSession = (start: string, end: string, changed = end, id: string = randomUUID()) => ({
  type: 'ExerciseSessionRecord',
  startTime: start,
  endTime: end,
  startZoneOffset: '+02:00',
  endZoneOffset: '+02:00',
  exerciseType: 8,
  metadata: {
    id,
    dataOrigin: 'com.example.ride',
    recordingMethod: 1,
    lastModifiedTime: changed,
    device: { type: 1, manufacturer: 'Acme', model: 'Band' },
  },
})
