import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { checkEventBody } from '../src/schema/events.ts'
import { dataTypes } from '../src/schema/records.ts'
import { makeExport, type Truth } from '../src/testing/exports.ts'
import { openReceiver, type Received, type Receiver } from '../src/testing/receiver.ts'
import {
  allDelivered,
  dataFolder,
  eventually,
  type ImportStatus,
  importEnd,
  type RunningTellus,
  startTellus,
  upload,
} from '../src/testing/tellus.ts'
import { judge } from '../src/testing/verify.ts'

/**
 * The main job from end to end, with the real command: an Apple Health export goes in, signed webhooks come out, and
 * what was asked for over REST arrives there too. The tests of this file tell one story and run in order.
 */
const root = resolve(import.meta.dirname, '..')
const conformance = resolve(root, '..', 'shared', 'conformance', 'validate.mjs')
const contract = resolve(root, '..', 'shared', 'terra', 'openapi', 'v2-bundled.yaml')

const folder = dataFolder()
let tellus: RunningTellus
let receiver: Receiver
let secret: string
let files: { xml: string; zip: string; truth: Truth }
let userId: string

before(async () => {
  files = await makeExport(folder.path, ['--days', '60', '--seed', '1'])
  tellus = await startTellus(join(folder.path, 'data'))
  receiver = await openReceiver()
  const made = await tellus.call<{ signing_secret: string }>('POST', '/admin/api/destinations', {
    kind: 'webhook',
    url: receiver.url,
  })
  assert.equal(made.status, 201)
  secret = made.body.signing_secret
})

after(async () => {
  await tellus?.end()
  await receiver?.close()
  folder[Symbol.dispose]()
})

async function bring(path: string): Promise<ImportStatus> {
  const { import_id } = await upload(tellus, path, '&reference_id=mira')
  const ended = await importEnd(tellus, import_id)
  assert.equal(ended.status, 'completed', ended.error ?? '')
  return ended
}

interface DayRecord {
  metadata: { start_time: string }
  distance_data: { steps: number; distance_meters: number }
  calories_data: { net_activity_calories: number }
}
const payloadOf = (
  request: Received,
): { type: string; user: { user_id: string; reference_id: string | null; provider: string }; data: DayRecord[] } =>
  JSON.parse(request.body.toString('utf8'))

test('an export is imported, and what it holds arrives signed at the webhook', async () => {
  const ended = await bring(files.zip)
  userId = ended.user_id
  assert.deepEqual(ended.counts, ended.saved)
  assert.equal(ended.bytes_read, ended.bytes_total)
  await allDelivered(tellus)
  const types = new Set(receiver.received.map((request) => payloadOf(request).type))
  for (const type of ['auth', 'athlete', 'activity', 'sleep', 'daily', 'body', 'nutrition', 'menstruation'])
    assert.ok(types.has(type), `no ${type} event`)
  for (const request of receiver.received) assert.deepEqual(await judge(request, secret), [])
})

test('every payload fits the schema and carries its user', () => {
  for (const request of receiver.received) {
    const payload = payloadOf(request)
    assert.deepEqual(checkEventBody(payload), { ok: true }, payload.type)
    assert.deepEqual(
      [payload.user.user_id, payload.user.provider, payload.user.reference_id],
      [userId, 'APPLE', 'mira'],
    )
  }
})

test('days, nights and workouts say what is true of the export', () => {
  const days = receiver.received
    .map(payloadOf)
    .filter(({ type }) => type === 'daily')
    .flatMap(({ data }) => data)
  const byDate = new Map(days.map((day) => [day.metadata.start_time.slice(0, 10), day]))
  assert.equal(byDate.size, days.length, 'each day came once')
  for (const truth of files.truth.days) {
    if (truth.steps_deduplicated === undefined) continue
    const day = byDate.get(truth.date)
    assert.equal(day?.distance_data.steps, truth.steps_deduplicated, truth.date)
    assert.ok(
      Math.abs((day?.distance_data.distance_meters ?? 0) - (truth.distance_m_deduplicated ?? 0)) < 0.02,
      truth.date,
    )
    assert.ok(Math.abs((day?.calories_data.net_activity_calories ?? 0) - (truth.active_kcal ?? 0)) < 0.02, truth.date)
  }
  const workouts = receiver.received
    .map(payloadOf)
    .filter(({ type }) => type === 'activity')
    .flatMap(({ data }) => data)
  assert.ok(workouts.length >= files.truth.totals.workouts)
})

test('the inbox of the first start got the same, and verified every signature itself', async () => {
  const { body } = await tellus.call<{ items: { id: string }[] }>('GET', '/admin/api/inboxes')
  const messages: { type: string; verdict: { verdict: string } }[] = []
  let cursor = ''
  do {
    const page = await tellus.call<{ items: typeof messages; next_cursor: string | null }>(
      'GET',
      `/admin/api/inboxes/${body.items[0]?.id}/messages?limit=100${cursor}`,
    )
    messages.push(...page.body.items)
    cursor = page.body.next_cursor === null ? '' : `&cursor=${page.body.next_cursor}`
  } while (cursor !== '')
  assert.equal(messages.length, receiver.received.length)
  assert.deepEqual([...new Set(messages.map((message) => message.verdict.verdict))], ['verified'])
})

test('the same file again stores nothing and sends nothing', async () => {
  const before = receiver.received.length
  const ended = await bring(files.zip)
  assert.equal(ended.user_id, userId)
  assert.deepEqual(ended.saved, {})
  await allDelivered(tellus)
  assert.equal(receiver.received.length, before)
})

test('a REST read goes to the webhook under the reference it answered with', async () => {
  receiver.received.length = 0
  const [first, last] = [files.truth.days[3]?.date, files.truth.days[10]?.date]
  const answer = await tellus.call<{ reference: string; type: string; message: string }>(
    'GET',
    `/v2/daily?user_id=${userId}&start_date=${first}&end_date=${last}`,
  )
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('terra-reference'), answer.body.reference)
  const request = await eventually('the delivery', () => receiver.received[0] ?? null)
  assert.equal(request.headers['terra-reference'], answer.body.reference)
  assert.deepEqual(await judge(request, secret), [])
  assert.equal(payloadOf(request).data.length, 7)
})

test('the same read inline gives the same records', async () => {
  const [first, last] = [files.truth.days[3]?.date, files.truth.days[10]?.date]
  const answer = await tellus.call<{ data: DayRecord[] }>(
    'GET',
    `/v2/daily?user_id=${userId}&start_date=${first}&end_date=${last}&to_webhook=false&with_samples=true`,
  )
  assert.deepEqual(
    answer.body.data.map((day) => day.distance_data.steps),
    files.truth.days.slice(3, 10).map((day) => day.steps_deduplicated),
  )
})

test('more than a month is announced and comes in counted chunks under one reference', async () => {
  receiver.received.length = 0
  const answer = await tellus.call<{ reference: string; message: string }>(
    'GET',
    `/v2/daily?user_id=${userId}&start_date=${files.truth.days[0]?.date}&end_date=${files.truth.days.at(-1)?.date}`,
  )
  assert.match(answer.body.message, /^Large request submitted/)
  await eventually('the announcement', () =>
    receiver.received.some((request) => payloadOf(request).type === 'large_request_sending'),
  )
  await allDelivered(tellus)
  const payloads = receiver.received.map((request): { type: string; expected_payloads?: number; data?: unknown[] } =>
    payloadOf(request),
  )
  const announced = payloads.find(({ type }) => type === 'large_request_sending')?.expected_payloads
  const chunks = payloads.filter(({ type }) => type === 'daily')
  assert.equal(chunks.length, announced)
  assert.equal(payloads.filter(({ type }) => type === 'large_request_processing').length, 1)
  assert.ok(chunks.every(({ data }) => (data?.length ?? 0) <= 10))
  assert.deepEqual(
    [...new Set(receiver.received.map((request) => request.headers['terra-reference']))],
    [answer.body.reference],
  )
  for (const request of receiver.received) assert.deepEqual(checkEventBody(payloadOf(request)), { ok: true })
})

test('no payload was counted as a defect', async () => {
  const metrics = await (await fetch(`${tellus.url}/metrics`)).text()
  assert.match(metrics, /tellus_records_total\{[^}]*type="daily"[^}]*\} [1-9]/)
  assert.doesNotMatch(metrics, /tellus_schema_defects_total\{/)
})

test('generated data of every type is sent, signed and fits the schema', async () => {
  receiver.received.length = 0
  const pairs = dataTypes.flatMap((type) =>
    ['GARMIN', 'OURA', 'APPLE', 'MIRA', 'DEXCOM', 'CRONOMETER', 'CLUE'].map((provider) => ({ type, provider })),
  )
  for (const pair of pairs) {
    const { status } = await tellus.call('POST', '/admin/api/generate', { ...pair, days: 2, seed: 7, send: true })
    assert.equal(status, 202, `${pair.provider} ${pair.type}`)
  }
  await allDelivered(tellus)
  for (const request of receiver.received) {
    assert.deepEqual(await judge(request, secret), [])
    assert.deepEqual(checkEventBody(payloadOf(request)), { ok: true })
  }
  assert.deepEqual(
    dataTypes.filter((type) => !receiver.received.some((request) => payloadOf(request).type === type)),
    [],
  )
})

test('the published document accepts every payload, strictly', {
  skip: existsSync(conformance) ? false : 'the reference material is not beside the repository',
}, async () => {
  // The script resolves its libraries from where it lies, so a copy of it lies among ours.
  const place = join(root, 'node_modules', '.conformance')
  mkdirSync(place, { recursive: true })
  copyFileSync(conformance, join(place, 'validate.mjs'))
  const log = join(folder.path, 'received.jsonl')
  const inbox = await tellus.call<{ items: { id: string }[] }>('GET', '/admin/api/inboxes')
  const lines: string[] = []
  let cursor = ''
  do {
    const page = await tellus.call<{ items: { body: string }[]; next_cursor: string | null }>(
      'GET',
      `/admin/api/inboxes/${inbox.body.items[0]?.id}/messages?limit=100${cursor}`,
    )
    lines.push(...page.body.items.map((message) => message.body))
    cursor = page.body.next_cursor === null ? '' : `&cursor=${page.body.next_cursor}`
  } while (cursor !== '')
  writeFileSync(log, lines.join('\n'))
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(place, 'validate.mjs'), log, '--strict', '--spec', contract],
    { maxBuffer: 1e8 },
  ).catch((error: { stdout: string }) => error)
  assert.match(
    stdout,
    new RegExp(`^${lines.length} passed, 0 failed$`, 'm'),
    stdout
      .split('\n')
      .filter((line) => !line.startsWith('PASS'))
      .slice(0, 40)
      .join('\n'),
  )
})
