import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { TellusError } from '../lib/errors.ts'
import { newId } from '../lib/ids.ts'
import { inFreshEnvironment } from '../testing/delivering.ts'
import { testHub } from '../testing/hub.ts'
import {
  countDeliveries,
  createDestination,
  deleteDestination,
  getDestination,
  listDestinations,
  patchDestination,
} from './destination.ts'
import { finishRotation, rotateSecret } from './secrets.ts'
import { secretsAt } from './types.ts'
import { viewDestination } from './view.ts'

const shared = await testHub()
after(() => shared[Symbol.asyncDispose]())

const url = 'https://example.com/webhooks'
const code = (error: unknown) => error instanceof TellusError && error.code
const sentence = (error: unknown) => (error instanceof TellusError ? error.message : String(error))

test('a new destination has the defaults of the contract and a secret of its own', async () => {
  const hub = await inFreshEnvironment(shared)
  const made = await createDestination(hub, hub.environmentId, { kind: 'webhook', url })
  assert.deepEqual(await getDestination(hub, hub.environmentId, made.id), made)
  const view = viewDestination(made, { nowMs: hub.clock.now(), disableAfterDays: 5, secrets: true })
  assert.match(view.id, /^dst_/)
  assert.equal(view.name, 'example.com')
  assert.equal(view.event_types, null)
  assert.equal(view.enabled, true)
  assert.equal(view.status, 'active')
  assert.equal(view.mode, 'push')
  assert.equal(view.view, 'all')
  assert.equal(view.timeout_seconds, 8)
  assert.equal(view.retry, 'terra')
  assert.equal(view.max_in_flight, 32)
  assert.equal(view.standard_webhooks, false)
  assert.ok((view.signing_secret ?? '').length >= 43)
  const other = await createDestination(hub, hub.environmentId, { kind: 'webhook', url })
  assert.notEqual(other.secret, made.secret)
  assert.deepEqual(
    (await listDestinations(hub, hub.environmentId)).map((one) => one.id),
    [made.id, other.id],
  )
})

test('secrets and custom headers are not readable in the database', async () => {
  const hub = await inFreshEnvironment(shared)
  const made = await createDestination(hub, hub.environmentId, {
    kind: 'webhook',
    url,
    headers: { authorization: 'Bearer hush' },
  })
  const [row] = await hub.db<{ text: string }>`select d::text as text from destinations d where id = ${made.id}`
  assert.ok(!row?.text.includes(made.secret) && !row?.text.includes('hush'))
  assert.deepEqual(made.headers, { authorization: 'Bearer hush' })
})

test('a destination of another environment is not there', async () => {
  const hub = await inFreshEnvironment(shared)
  const made = await createDestination(hub, hub.environmentId, { kind: 'webhook', url })
  const other = newId()
  assert.equal(await getDestination(hub, other, made.id), null)
  await assert.rejects(patchDestination(hub, other, made.id, { name: 'x' }), (error) => code(error) === 'not_found')
  await assert.rejects(deleteDestination(hub, other, made.id), (error) => code(error) === 'not_found')
  await assert.rejects(rotateSecret(hub, other, made.id), (error) => code(error) === 'not_found')
})

test('a bad field is refused with a sentence that names it', async () => {
  const hub = await inFreshEnvironment(shared)
  const refused: [object, RegExp][] = [
    [{ url: 'nonsense' }, /^The url is not a valid URL/],
    [{ url: 5 }, /^url must be a text/],
    [{ event_types: [] }, /^event_types must be null/],
    [{ event_types: ['a b'] }, /^event_types must be null/],
    [{ event_types: 'daily' }, /^event_types must be null/],
    [{ timeout_seconds: 31 }, /^timeout_seconds must be/],
    [{ timeout_seconds: '8' }, /^timeout_seconds must be/],
    [{ retry: 'often' }, /^retry must be/],
    [{ retry: [-1] }, /^retry must be/],
    [{ retry: [28_801] }, /^retry must be/],
    [{ max_in_flight: 0 }, /^max_in_flight must be/],
    [{ max_in_flight: 1.5 }, /^max_in_flight must be/],
    [{ rate_limit_per_second: 0 }, /^rate_limit_per_second must be/],
    [{ mode: 'pull' }, /^mode must be/],
    [{ view: 'once' }, /^view must be "all" or "merged"/],
    [{ enabled: 'yes' }, /^enabled must be true or false/],
    [{ name: '' }, /^name must not be empty/],
    [{ min_interval_seconds: { daily: -1 } }, /^min_interval_seconds must give/],
    [{ headers: { Host: 'x' } }, /^headers must not set Host/],
    [{ headers: { 'Content-Length': '1' } }, /^headers must not set Content-Length/],
    [{ headers: { 'transfer-encoding': 'chunked' } }, /^headers must not set transfer-encoding/],
    [{ headers: { Connection: 'close' } }, /^headers must not set Connection/],
    [{ headers: { 'Terra-Signature': 'x' } }, /^headers must not set Terra-Signature/],
    [{ headers: { 'X-Terra-Trace-Id': 'x' } }, /^headers must not set X-Terra-Trace-Id/],
    [{ headers: { 'x-a': 'b\r\nc: d' } }, /^headers has a line break in the value of x-a/],
    [{ headers: { 'x a': 'b' } }, /^headers has a name that is not a header name/],
    [{ headers: { 'x-a\r\nb': 'b' } }, /^headers has a name that is not a header name/],
    [{ headers: { 'x-a': '雪' } }, /^headers has a value of x-a/],
    [{ headers: { 'x-a': 1 } }, /^headers must be an object of texts/],
    [{ colour: 'red' }, /^colour is not a field of a destination/],
  ]
  for (const [fields, expected] of refused)
    await assert.rejects(createDestination(hub, hub.environmentId, { kind: 'webhook', url, ...fields }), (error) => {
      assert.equal(code(error), 'bad_request')
      assert.match(sentence(error), expected)
      return true
    })
  await assert.rejects(createDestination(hub, hub.environmentId, { kind: 'webhook' }), /url is required/)
  await assert.rejects(
    createDestination(hub, hub.environmentId, { kind: 'pigeon', url }),
    /kind must be "webhook" or "inbox"/,
  )
  await assert.rejects(createDestination(hub, hub.environmentId, 'nonsense'), (error) => code(error) === 'bad_request')
  await assert.rejects(createDestination(hub, hub.environmentId, { kind: 'inbox', inbox_id: 'x' }), /inbox_id/)
})

test('a private address is refused where private destinations are denied', async () => {
  await using hub = await testHub({ TELLUS_PRIVATE_DESTINATIONS: 'deny' })
  for (const target of ['http://127.0.0.1:8080/', 'http://[::1]/', 'http://169.254.169.254/latest/meta-data'])
    await assert.rejects(
      createDestination(hub, hub.environmentId, { kind: 'webhook', url: target }),
      /The url points to/,
    )
})

test('a patch changes what it names and nothing else', async () => {
  const hub = await inFreshEnvironment(shared)
  const made = await createDestination(hub, hub.environmentId, {
    kind: 'webhook',
    url,
    headers: { 'x-a': '1' },
    retry: [1, 2],
  })
  hub.clock.advance(1000)
  const changed = await patchDestination(hub, hub.environmentId, made.id, {
    url: 'https://example.org/',
    event_types: ['sleep'],
    view: 'merged',
  })
  assert.deepEqual(changed, {
    ...made,
    view: 'merged',
    url: 'https://example.org/',
    eventTypes: ['sleep'],
    updatedAt: new Date(hub.clock.now()),
    missed: null,
  })
  const cleared = await patchDestination(hub, hub.environmentId, made.id, { event_types: null, headers: null })
  assert.equal(cleared.eventTypes, null)
  assert.deepEqual(cleared.headers, {})
  await assert.rejects(patchDestination(hub, hub.environmentId, made.id, { kind: 'inbox' }), /kind is not a field/)
})

test('an inbox has no url to change', async () => {
  const hub = await inFreshEnvironment(shared)
  const made = await createDestination(hub, hub.environmentId, { kind: 'inbox', inbox_id: newId() })
  assert.equal(made.url, null)
  await assert.rejects(patchDestination(hub, hub.environmentId, made.id, { url }), /url cannot be set/)
})

test('switching off says since when and why, switching on forgets it', async () => {
  const hub = await inFreshEnvironment(shared)
  const made = await createDestination(hub, hub.environmentId, { kind: 'webhook', url })
  const off = await patchDestination(hub, hub.environmentId, made.id, { enabled: false })
  assert.equal(viewDestination(off, { nowMs: 0, disableAfterDays: 5 }).status, 'disabled')
  assert.deepEqual(off.disabledAt, new Date(hub.clock.now()))
  assert.equal(off.disabledReason, 'Switched off by hand.')
  const on = await patchDestination(hub, hub.environmentId, made.id, { enabled: true })
  assert.equal(on.disabledAt, null)
  assert.equal(on.disabledReason, null)
})

test('a rotated secret and the previous one both sign during the overlap, the previous one first', async () => {
  const hub = await inFreshEnvironment(shared)
  const made = await createDestination(hub, hub.environmentId, { kind: 'webhook', url })
  const rotated = await rotateSecret(hub, hub.environmentId, made.id)
  assert.notEqual(rotated.secret, made.secret)
  assert.deepEqual(secretsAt(rotated, hub.clock.now()), [made.secret, rotated.secret])
  assert.deepEqual(rotated.previousExpiresAt, new Date(hub.clock.now() + 86_400_000))
  assert.deepEqual(secretsAt(rotated, hub.clock.now() + 86_400_000), [rotated.secret])
  const finished = await finishRotation(hub, hub.environmentId, made.id)
  assert.deepEqual(secretsAt(finished, hub.clock.now()), [rotated.secret])
})

test('an overlap of none drops the previous secret at once; nonsense is refused', async () => {
  const hub = await inFreshEnvironment(shared)
  const made = await createDestination(hub, hub.environmentId, { kind: 'webhook', url })
  const rotated = await rotateSecret(hub, hub.environmentId, made.id, 0)
  assert.deepEqual(secretsAt(rotated, hub.clock.now()), [rotated.secret])
  for (const overlap of [-1, 'day', Number.NaN, 10_000_000])
    await assert.rejects(rotateSecret(hub, hub.environmentId, made.id, overlap), /overlap_seconds must be/)
})

test('a deleted destination is gone', async () => {
  const hub = await inFreshEnvironment(shared)
  const made = await createDestination(hub, hub.environmentId, { kind: 'webhook', url })
  await deleteDestination(hub, hub.environmentId, made.id)
  assert.equal(await getDestination(hub, hub.environmentId, made.id), null)
  assert.equal((await countDeliveries(hub, hub.environmentId)).size, 0)
})
