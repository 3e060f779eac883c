import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { platforms } from '../../phone/wire/batch.ts'
import { readBatch } from '../../testing/read-batch.ts'
import { testServer } from '../../testing/server.ts'

const sampleSchema = z.object({ batches: z.array(z.record(z.string(), z.unknown())) })

test('the page may run and load our own files alone, and they are there', async () => {
  await using at = await testServer({ TELLUS_SANDBOX: 'on' })
  const page = await at.call('GET', '/ingest/try', { as: 'none' })
  assert.equal(page.statusCode, 200)
  const policy = `${page.headers['content-security-policy']}`
  assert.match(policy, /default-src 'none'/)
  assert.doesNotMatch(policy, /unsafe|\*|https?:/)
  const files = [...page.body.matchAll(/(?:href|src)="(\/[^"]+\.(?:css|js))"/g)].map(([, path]) => path ?? '')
  assert.equal(files.length, 3)
  for (const path of files) {
    const file = await at.call('GET', path, { as: 'none' })
    assert.equal(file.statusCode, 200, path)
    assert.match(`${file.headers['cache-control']}`, /immutable/)
  }
})

test('its samples are batches that the door takes, of every platform, and none of their items is refused', async () => {
  await using at = await testServer({ TELLUS_SANDBOX: 'on' })
  for (const platform of platforms) {
    const answer = await at.call('GET', `/ingest/try/sample?platform=${platform}&person=alex&days=2`, { as: 'none' })
    assert.equal(answer.statusCode, 200, answer.body)
    const { batches } = sampleSchema.parse(JSON.parse(answer.body))
    assert.equal(batches.length, 2)
    for (const batch of batches) {
      const read = readBatch(batch, at.hub.clock.now())
      assert.deepEqual(read.rejected, [], platform)
      assert.ok(read.items.length > 0)
    }
  }
})

test('what is asked for and cannot be is refused with a sentence', async () => {
  await using at = await testServer({ TELLUS_SANDBOX: 'on' })
  for (const query of [
    'platform=garmin&person=alex&days=1',
    'platform=samsung&person=&days=1',
    'platform=samsung&person=alex&days=31',
  ]) {
    const answer = await at.call('GET', `/ingest/try/sample?${query}`, { as: 'none' })
    assert.equal(answer.statusCode, 400, query)
    assert.match(answer.body, /invalid (?:platform|person|days)/)
  }
})

test('where the sandbox is off there is neither the page nor a link to it, but the token is made', async () => {
  await using at = await testServer({ TELLUS_SANDBOX: 'off' })
  for (const path of ['/ingest/try', '/ingest/try/sample?platform=samsung&person=alex&days=1'])
    assert.equal((await at.call('GET', path, { as: 'none' })).statusCode, 404)
  const made = await at.call('POST', '/admin/api/phone-tokens', { body: {} })
  assert.equal(made.statusCode, 201)
  assert.equal(JSON.parse(made.body).try_url, null)
})

test('a token of the management API connects a phone of its environment, and stands in the link behind the #', async () => {
  await using at = await testServer({ TELLUS_SANDBOX: 'on' })
  const made: { token: string; try_url: string } = JSON.parse(
    (await at.call('POST', '/admin/api/phone-tokens', { body: {} })).body,
  )
  const url = new URL(made.try_url)
  assert.deepEqual([url.pathname, url.search, url.hash], ['/ingest/try', '', `#token=${made.token}`])
  const connected = await at.call('POST', '/ingest/connect', {
    as: 'none',
    body: { token: made.token, platform: 'healthkit', reference_id: 'me' },
  })
  assert.equal(connected.statusCode, 201)
  const { user_id: userId }: { user_id: string } = JSON.parse(connected.body)
  const user = await at.call('GET', `/v2/userInfo?user_id=${userId}`)
  assert.equal(JSON.parse(user.body).user.provider, 'APPLE')
  const other = await at.call('GET', `/v2/userInfo?user_id=${userId}`, { as: 'other' })
  assert.notEqual(other.statusCode, 200)
})
