import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHub } from '../testing/hub.ts'
import { buildWatchServer } from './watch-server.ts'

test('a process without an API answers for its health and metrics, and nothing else', async () => {
  await using hub = await testHub()
  const server = buildWatchServer(hub)
  const get = (url: string, headers: Record<string, string> = {}) => server.inject({ method: 'GET', url, headers })
  assert.equal((await get('/healthz')).statusCode, 200)
  assert.equal((await get('/readyz')).statusCode, 200)
  const metrics = await get('/metrics')
  assert.match(metrics.body, /^tellus_database_up 1$/m)
  assert.equal((await get('/metrics', { 'x-forwarded-for': '192.0.2.1' })).statusCode, 401)
  assert.equal((await get('/v2/userInfo')).statusCode, 404)
  await server.close()
})
