import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { testServer } from '../../../testing/server.ts'
import { terraPaths } from '../../terra/paths.ts'

const documentOf = z.object({
  openapi: z.literal('3.1.1'),
  servers: z.array(z.object({ url: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
})
const operationOf = z.object({
  summary: z.string().optional(),
  responses: z.record(z.string(), z.object({ content: z.record(z.string(), z.unknown()).optional() })),
})

test('what is served of Terra is described, for everybody, the same below both prefixes', async () => {
  await using at = await testServer()
  const [one, two] = [
    await at.call('GET', '/v2/openapi.json', { as: 'none' }),
    await at.call('GET', '/api/v2/openapi.json', { as: 'none' }),
  ]
  assert.equal(one.statusCode, 200)
  assert.equal(one.body, two.body)
  const { servers, paths, components } = documentOf.parse(one.json())
  assert.deepEqual(
    servers.map(({ url }) => new URL(url).pathname),
    ['/v2', '/api/v2'],
  )
  for (const name of ['TerraUser', 'Daily', 'Sleep', 'Activity'])
    assert.ok(Object.hasOwn(components.schemas, name), `${name} is not described`)
  const lacks: string[] = []
  for (const { method, path, state } of terraPaths) {
    // The page of a session is for browsers, and a WebSocket has no answer of HTTP.
    if (path.startsWith('/session/') || path === '/connect') continue
    const found = Object.entries(paths).find(([key]) => withoutNames(key) === withoutNames(path))
    const parsed = operationOf.safeParse(found?.[1][method.toLowerCase()])
    if (parsed.success !== (state === 'served')) lacks.push(`${method} ${path}: ${state}, and described or not`)
    if (!parsed.success) continue
    const { summary, responses } = parsed.data
    if (!summary) lacks.push(`${method} ${path}: no summary`)
    const done = Object.entries(responses).filter(([status]) => status.startsWith('2'))
    if (!done.some(([status, { content }]) => status === '204' || content !== undefined))
      lacks.push(`${method} ${path}: no answer`)
    if (responses['default']?.content === undefined) lacks.push(`${method} ${path}: no errors`)
  }
  assert.deepEqual(lacks, [])
})

test('every route below /v2 says what it is', async () => {
  await using at = await testServer()
  assert.deepEqual([...at.server.terra.undescribed, ...at.server.terraAtRoot.undescribed], [])
})

test('an answer of Terra’s paths that drifts from its schema fails the test that called it', async () => {
  await using at = await testServer()
  const route = at.server.terra.described.find(({ url }) => url === '/auth/generateAuthToken')
  assert.ok(route)
  route.answer = z.strictObject({ token: z.number() })
  await assert.rejects(at.call('POST', '/api/v2/auth/generateAuthToken'), /answers otherwise than its schema/)
})

const withoutNames = (path: string): string => path.replaceAll(/:\w+|\{\w+\}/g, '*')
