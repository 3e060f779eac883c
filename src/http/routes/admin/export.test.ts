import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, test } from 'node:test'
import { z } from 'zod'
import { listAudit } from '../../../accounts/audit.ts'
import type { ImportedRecord } from '../../../import/importer.ts'
import { saveRecords } from '../../../ingest/save.ts'
import { signedIn } from '../../../testing/people.ts'
import { aDaily, incoming } from '../../../testing/records.ts'
import { testServer } from '../../../testing/server.ts'
import { unzipped } from '../../../testing/unzipped.ts'
import { connectUser } from '../../../users/connect.ts'

const at = await testServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

let people = 0

async function aUser(records: readonly ImportedRecord[]): Promise<string> {
  const { environmentId } = hub
  return hub.db.transaction(async (sql) => {
    const account = { environmentId, provider: 'APPLE', providerAccount: 'file', referenceId: `person ${++people}` }
    const { user } = await connectUser(hub, sql, account)
    await saveRecords(hub, sql, environmentId, user.userId, incoming(...records), { observedAtMs: 1000 })
    return user.userId
  })
}

const audited = async (target: string) =>
  (await listAudit(hub, { environmentId: hub.environmentId, withInstallation: false, limit: 50 })).entries
    .filter((entry) => entry.target === target)
    .map(({ action, detail }) => ({ action, detail }))

test('a user is downloaded as a file with a name, and that stands in the audit log without a value', async () => {
  const userId = await aUser([{ type: 'daily', record: aDaily('2026-07-01', 4321) }])
  const answer = await at.call(
    'GET',
    `/admin/api/users/${userId}/export?format=csv&type=daily,sleep&start_date=2026-07-01`,
  )
  assert.equal(answer.statusCode, 200)
  assert.equal(answer.headers['content-type'], 'application/zip')
  assert.match(
    String(answer.headers['content-disposition']),
    new RegExp(`^attachment; filename="tellus-apple-${userId}-csv-\\d{4}-\\d\\d-\\d\\d\\.zip"$`),
  )
  assert.equal(answer.headers['cache-control'], 'no-store')
  assert.deepEqual([...(await unzipped(answer.rawPayload)).keys()], ['daily.csv', 'README.txt'])
  assert.deepEqual(await audited(userId), [
    {
      action: 'user.exported',
      detail: { format: 'csv', types: 'daily,sleep', start_date: '2026-07-01', end_date: null },
    },
  ])
})

test('without a word about it, an export is everything as JSON', async () => {
  const userId = await aUser([{ type: 'daily', record: aDaily('1999-07-01', 4321) }])
  const answer = await at.call('GET', `/admin/api/users/${userId}/export`)
  assert.deepEqual([...(await unzipped(answer.rawPayload)).keys()], ['user.json', 'daily.ndjson', 'README.txt'])
  assert.deepEqual(
    (await audited(userId)).map(({ detail }) => detail?.['types']),
    ['all'],
  )
})

test('a bundle is sent as what it is, compressed for who takes that', async () => {
  const userId = await aUser([{ type: 'daily', record: aDaily('2026-07-01', 4321) }])
  const answer = await at.call('GET', `/admin/api/users/${userId}/export?format=fhir`)
  assert.equal(answer.headers['content-type'], 'application/fhir+json; charset=utf-8')
  assert.equal(answer.json().resourceType, 'Bundle')
})

test('an export of another environment, or that makes no sense, is refused and stands in no log', async () => {
  const userId = await aUser([])
  const refused = async (query: string, as: 'first' | 'other' = 'first') => {
    const { statusCode, body } = await at.call('GET', `/admin/api/users/${userId}/export?${query}`, { as })
    return [statusCode, z.object({ detail: z.string() }).parse(JSON.parse(body)).detail]
  }
  assert.deepEqual(await refused('', 'other'), [404, `there is no user ${userId}`])
  assert.deepEqual(await refused('format=xls'), [
    400,
    'invalid format: expected one of "json"|"csv"|"gpx"|"fit"|"fhir"',
  ])
  assert.match(String((await refused('type=daily,steps'))[1]), /^invalid type: "steps" is none of activity, sleep, /)
  assert.match(String((await refused('format=fit&type=sleep'))[1]), /^invalid type: fit has no form for sleep/)
  assert.deepEqual(await refused('start_date=yesterday'), [
    400,
    'invalid start_date: expected a day such as 2026-07-01',
  ])
  assert.match(
    String((await refused('start_date=2026-07-02&end_date=2026-07-01'))[1]),
    /^end_date is not after start_date/,
  )
  assert.deepEqual(await audited(userId), [])
})

test('a viewer, who sees records one by one, does not carry all of them away', async () => {
  const userId = await aUser([])
  const [viewer, developer] = [
    await signedIn(at, 'viewer@example.org', 'viewer'),
    await signedIn(at, 'developer@example.org', 'developer'),
  ]
  assert.equal((await viewer.call('GET', `/users/${userId}/export`)).statusCode, 403)
  assert.equal((await developer.call('GET', `/users/${userId}/export`)).statusCode, 200)
})

test('a client that goes away in the middle does not hold up a server that stops', async () => {
  const days = Array.from({ length: 28 }, (_, day) => `2026-06-${String(day + 1).padStart(2, '0')}`)
  const noise = (day: string) =>
    Array.from({ length: 4000 }, (_, at) => ({
      timestamp: `${day}T00:00:00.${String(at * 17).padStart(6, '0')}+01:00`,
      bpm: 50 + ((at * 7919) % 97),
    }))
  const userId = await aUser(
    days.map(
      (day): ImportedRecord => ({
        type: 'daily',
        record: aDaily(day, 1, { heart_rate_data: { detailed: { hr_samples: noise(day) } } }),
      }),
    ),
  )
  const address = await at.listen()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const asked = request(
    `${address}/admin/api/users/${userId}/export?format=json`,
    { headers: at.credentials },
    (answer) => {
      answer.once('data', () => {
        answer.destroy()
        resolve()
      })
    },
  ).on('error', reject)
  asked.end()
  await promise
  // A stream that is still open would hold this up.
  await at.server.close()
})
