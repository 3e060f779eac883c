import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { type TestServer, testServer } from '../testing/server.ts'
import type { Described } from './route.ts'

const documentOf = z.object({
  openapi: z.literal('3.1.1'),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        summary: z.string().optional(),
        parameters: z.array(z.object({ name: z.string(), in: z.string() })).optional(),
        requestBody: z.unknown().optional(),
        responses: z.record(z.string(), z.object({ content: z.record(z.string(), z.unknown()).optional() })),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
})

for (const [path, routesOf] of [
  ['/admin/api/openapi.json', ({ server }) => server.described],
  ['/ingest/openapi.json', ({ server }) => server.phone.described],
] satisfies [string, (at: TestServer) => Described[]][])
  test(`${path} has every route with a summary, its parameters, body, answer and errors`, async () => {
    await using at = await testServer()
    const response = await at.call('GET', path, { as: 'none' })
    assert.equal(response.statusCode, 200)
    const { paths } = documentOf.parse(response.json())
    const lacks: string[] = []
    for (const route of routesOf(at)) {
      const name = `${route.method} ${route.url}`
      const operation = paths[route.url.replaceAll(/:(\w+)/g, '{$1}')]?.[route.method.toLowerCase()]
      if (operation === undefined) {
        lacks.push(`${name}: not there`)
        continue
      }
      if (!operation.summary) lacks.push(`${name}: no summary`)
      const answer = operation.responses[String(route.status)]
      if (route.status !== 204 && answer?.content === undefined) lacks.push(`${name}: no answer`)
      if (operation.responses['default']?.content === undefined) lacks.push(`${name}: no errors`)
      const inPath = [...route.url.matchAll(/:(\w+)/g)].map(([, parameter]) => parameter)
      const told = operation.parameters?.filter((one) => one.in === 'path').map((one) => one.name) ?? []
      if (inPath.some((parameter) => !told.includes(parameter ?? ''))) lacks.push(`${name}: parameters of its path`)
      if ((route.body ?? route.takes) !== undefined && operation.requestBody === undefined)
        lacks.push(`${name}: no body`)
    }
    assert.deepEqual(lacks, [])
  })

test('what phones call is described with the token that it takes, and without the keys of apps', async () => {
  await using at = await testServer()
  const { paths, components } = (await at.call('GET', '/ingest/openapi.json', { as: 'none' })).json()
  assert.deepEqual(Object.keys(paths).sort(), [
    '/ingest/batches',
    '/ingest/connect',
    '/ingest/connection',
    '/ingest/openapi.json',
    '/ingest/state',
  ])
  assert.deepEqual(
    [paths['/ingest/batches'].post.security, paths['/ingest/connect'].post.security],
    [[{ ingestToken: [] }], []],
  )
  assert.deepEqual(Object.keys(components.securitySchemes), ['ingestToken'])
})

test('every route of the management API, and of those that phones call, says what it is', async () => {
  await using server = await testServer()
  assert.ok(server.server.described.length > 50, `only ${server.server.described.length} routes were found`)
  assert.deepEqual([...server.server.undescribed, ...server.server.phone.undescribed], [])
})

test('the description holds no secret and nothing of an environment', async () => {
  await using server = await testServer()
  const text = (await server.call('GET', '/admin/api/openapi.json', { as: 'none' })).body
  assert.ok(!text.includes(server.credentials['x-api-key'] ?? 'nothing'))
  assert.ok(!text.includes(server.hub.environmentId))
  assert.ok(!text.includes('test-dev'))
})

test('an answer that drifts from its schema fails the test that called it', async () => {
  await using server = await testServer()
  const jobs = server.server.described.find(({ method, url }) => method === 'GET' && url === '/jobs')
  assert.ok(jobs)
  jobs.answer = z.strictObject({ items: z.array(z.unknown()) })
  await assert.rejects(server.call('GET', '/admin/api/jobs'), /GET \/jobs answers otherwise than its schema/)
})
