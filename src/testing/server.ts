import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { createKey } from '../environments/keys.ts'
import { buildServer } from '../http/server.ts'
import { newUuid } from '../lib/ids.ts'
import { answerCheck } from './answers.ts'
import { type TestHub, testHub } from './hub.ts'

export interface TestCall {
  body?: unknown
  headers?: Record<string, string>
  /** Whose credentials are sent; `other` is a second environment. `none` sends none. */
  as?: 'first' | 'other' | 'none'
}

export interface TestServer extends AsyncDisposable {
  hub: TestHub
  server: FastifyInstance
  /** Credentials of the first environment. */
  credentials: Record<string, string>
  otherEnvironmentId: string
  /** A request without a socket; a body that is no text or buffer is sent as JSON. Its answer must fit its schema. */
  call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    options?: TestCall,
  ): Promise<LightMyRequestResponse>
  /** Listens on a free port of the loopback and gives the address. */
  listen(): Promise<string>
}

/** The whole HTTP server over a hub of its own, with two environments that each have a key. */
export async function testServer(environment: Record<string, string> = {}): Promise<TestServer> {
  // The clock stands still, so a key would never get its requests of the next second.
  const hub = await testHub({ TELLUS_API_RATE_LIMIT_PER_SECOND: '0', ...environment })
  const otherEnvironmentId = newUuid()
  await hub.db`insert into environments (id, dev_id, name) values (${otherEnvironmentId}, 'other-dev', 'other')`
  const credentials = await credentialsOf(hub, hub.environmentId, 'test-dev')
  const others = await credentialsOf(hub, otherEnvironmentId, 'other-dev')
  const server = await buildServer(hub)
  await server.ready()
  const checkAnswer = answerCheck(server)
  return {
    hub,
    server,
    credentials,
    otherEnvironmentId,
    async call(method, url, { body, headers = {}, as = 'first' } = {}) {
      const own = as === 'none' ? {} : as === 'first' ? credentials : others
      const raw = typeof body === 'string' || Buffer.isBuffer(body)
      const json: Record<string, string> = body === undefined || raw ? {} : { 'content-type': 'application/json' }
      const payload = body === undefined ? {} : { payload: raw ? body : JSON.stringify(body) }
      const response = await server.inject({ method, url, headers: { ...own, ...json, ...headers }, ...payload })
      checkAnswer(method, url, response)
      return response
    },
    listen: () => server.listen({ host: '127.0.0.1', port: 0 }),
    async [Symbol.asyncDispose]() {
      await server.close()
      await hub[Symbol.asyncDispose]()
    },
  }
}

async function credentialsOf(hub: TestHub, environmentId: string, devId: string): Promise<Record<string, string>> {
  const { key } = await createKey(hub.db, environmentId, 'test')
  return { 'dev-id': devId, 'x-api-key': key }
}
