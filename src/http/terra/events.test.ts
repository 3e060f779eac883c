import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'
import { z } from 'zod'
import { generatePayload, offers } from '../../generate/generate.ts'
import { toIncoming } from '../../ingest/incoming.ts'
import { saveRecords } from '../../ingest/save.ts'
import { unpack } from '../../lib/packed.ts'
import { checkEventBody, eventSchemas, eventTypes } from '../../schema/events.ts'
import { providerSlugs } from '../../schema/providers.ts'
import { dataTypes } from '../../schema/records.ts'
import { testHub } from '../../testing/hub.ts'
import { connectUser } from '../../users/connect.ts'
import { terraUser } from '../../users/user.ts'
import { terraEvents } from './events.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const served = terraEvents.filter(({ state }) => state === 'served')

test('every event that is served has a schema, code that makes it and a test that sees it', () => {
  const lacks: string[] = []
  for (const { type, madeBy, seenBy } of served) {
    if (!Object.hasOwn(eventSchemas, type)) lacks.push(`${type}: no schema`)
    const maker = join(root, 'src', madeBy ?? 'nowhere')
    if (!existsSync(maker)) lacks.push(`${type}: src/${madeBy} is not there`)
    else if (!isData(type) && !readFileSync(maker, 'utf8').includes(`'${type}'`))
      lacks.push(`${type}: src/${madeBy} does not make it`)
    const seer = join(root, seenBy ?? 'nowhere')
    if (!existsSync(seer)) lacks.push(`${type}: ${seenBy} is not there`)
    else if (!isData(type) && !readFileSync(seer, 'utf8').includes(type))
      lacks.push(`${type}: ${seenBy} does not see it`)
  }
  assert.deepEqual(lacks, [])
})

const isData = (type: string): boolean => dataTypes.some((one) => one === type)

test('an event that is not served is made by no code', () => {
  for (const { type, madeBy, seenBy } of terraEvents.filter(({ state }) => state !== 'served'))
    assert.deepEqual([madeBy, seenBy], [null, null], type)
})

test('every event of the schema is in the table, or one of our own', () => {
  const listed = new Set<string>(terraEvents.map(({ type }) => type))
  assert.equal(listed.size, terraEvents.length, 'a type stands in the table twice')
  assert.deepEqual(
    eventTypes.filter((type) => !listed.has(type)),
    ['destination.failing', 'destination.disabled'],
  )
})

test('data that comes is sent as an event of its type, for every type', async (t) => {
  await using hub = await testHub()
  const who = { environmentId: hub.environmentId, provider: 'GARMIN', providerAccount: 'a', referenceId: 'ada' }
  const { user } = await hub.db.transaction((sql) => connectUser(hub, sql, who))
  for (const type of dataTypes)
    await t.test(type, async () => {
      assert.ok(served.some((event) => event.type === type))
      const provider = providerSlugs.find((slug) => offers(slug, type))
      assert.ok(provider !== undefined, `no provider has ${type}`)
      const payload = generatePayload({ provider, type, user: terraUser(user), endDate: '2026-07-01', days: 7 })
      const made = 'athlete' in payload ? [payload.athlete] : payload.data
      await hub.db.transaction((sql) =>
        saveRecords(
          hub,
          sql,
          hub.environmentId,
          user.userId,
          made.map((record) => toIncoming({ type, record }).incoming),
          { observedAtMs: hub.clock.now() },
        ),
      )
      const rows = await hub.db<{ body: string | null; body_z: Buffer | null }>`
        select body, body_z from events where type = ${type}`
      assert.ok(rows.length > 0, `no ${type} event was stored`)
      for (const row of rows) assert.deepEqual(checkEventBody(JSON.parse(unpack(row))), { ok: true })
    })
})

const document = fileURLToPath(new URL('../../../../shared/terra/openapi/v2-bundled.yaml', import.meta.url))
const absent = existsSync(document) ? false : 'the reference material beside the repository is absent'

test('no published webhook is missing from the table', { skip: absent }, () => {
  const { webhooks } = z
    .object({ webhooks: z.record(z.string(), z.unknown()) })
    .parse(load(readFileSync(document, 'utf8')))
  // Two are published under the name of a family.
  const typesOf: Record<string, string[]> = {
    s3_upload: ['s3_payload'],
    lab_report: ['lab_report.completed', 'lab_report.failed'],
  }
  const listed = new Set<string>(terraEvents.map(({ type }) => type))
  const names = Object.keys(webhooks)
  assert.ok(names.length > 15, `${names.length} webhooks compared`)
  assert.deepEqual(
    names.flatMap((name) => typesOf[name] ?? [name]).filter((type) => !listed.has(type)),
    [],
  )
})
