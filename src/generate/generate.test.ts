import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TellusError } from '../lib/errors.ts'
import { checkEventBody } from '../schema/events.ts'
import { type ProviderSlug, providerSlugs, providers } from '../schema/providers.ts'
import { type DataType, dataTypes, type TerraUser } from '../schema/records.ts'
import { sampleLists } from '../schema/samples.ts'
import { generatePayload, generateRecords, offers } from './generate.ts'

const endDate = '2026-07-01'

const user: TerraUser = {
  user_id: '40f7b0e1-89e2-43ac-a5b8-1e29c8d47cad',
  provider: 'GARMIN',
  created_at: '2026-06-28T17:40:52.118000+00:00',
  last_webhook_update: null,
  scopes: null,
  reference_id: 'customer-7',
  active: true,
}

/** Calls back for every key and value in a tree, with the keys above it. */
function walk(value: unknown, visit: (key: string, value: unknown) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      visit(key, inner)
      walk(inner, visit)
    }
  }
}

const keysOf = (value: unknown): Set<string> => {
  const keys = new Set<string>()
  walk(value, (key) => keys.add(key))
  return keys
}

for (const type of dataTypes) {
  test(`every provider's ${type} is a valid event, and empty exactly where the provider has none`, () => {
    for (const provider of providerSlugs) {
      const body = generatePayload({ provider, type, user: { ...user, provider }, endDate, days: 2, seed: 'all' })
      assert.deepEqual(checkEventBody(body), { ok: true }, provider)
      const count = 'athlete' in body ? Object.keys(body.athlete).length : body.data.length
      assert.equal(count > 0, offers(provider, type), provider)
      walk(body, (key, value) => {
        // Neither would survive the wire.
        if (value === undefined || Object.is(value, -0)) assert.fail(`${provider} ${key} is ${value}`)
        if (
          typeof value === 'object' &&
          value !== null &&
          !Array.isArray(value) &&
          key !== 'micros' &&
          key !== 'athlete'
        ) {
          assert.ok(Object.keys(value).length > 0, `${provider} ${key} is an empty group`)
        }
      })
    }
  })
}

test('gives the same bytes for the same arguments, others for another seed', () => {
  const bytes = (provider: ProviderSlug, type: DataType, seed?: string) =>
    JSON.stringify(generatePayload({ provider, type, user, endDate, seed }))
  for (const type of dataTypes) {
    for (const provider of providerSlugs.filter((slug) => offers(slug, type))) {
      assert.equal(bytes(provider, type), bytes(provider, type))
      assert.notEqual(bytes(provider, type, 'one'), bytes(provider, type, 'two'), `${provider} ${type}`)
    }
  }
})

test('takes a seed as a number or as its text alike', () => {
  const of = (seed: string | number) => generateRecords({ provider: 'OURA', type: 'sleep', endDate, seed })
  assert.deepEqual(of(42), of('42'))
})

test('a date has the same record in every range that holds it', () => {
  for (const type of ['activity', 'sleep', 'daily', 'body'] as const) {
    const long = generateRecords({ provider: 'GARMIN', type, endDate, seed: 's', days: 10 })
    const short = generateRecords({ provider: 'GARMIN', type, endDate: '2026-06-28', seed: 's', days: 3 })
    for (const record of short) assert.ok(long.some((other) => JSON.stringify(other) === JSON.stringify(record)))
  }
})

test('carries the user it is given and nothing of it in the records', () => {
  const one = generatePayload({ provider: 'OURA', type: 'daily', user, endDate })
  const other = generatePayload({ provider: 'OURA', type: 'daily', user: { ...user, user_id: 'x' }, endDate })
  assert.deepEqual(one.user, user)
  assert.deepEqual(one.data, other.data)
})

test('without samples every list of samples is empty and the rest stays as it was', () => {
  for (const type of dataTypes) {
    for (const provider of providerSlugs.filter((slug) => offers(slug, type))) {
      const full = generatePayload({ provider, type, user, endDate, seed: 's' })
      const bare = generatePayload({ provider, type, user, endDate, seed: 's', withSamples: false })
      assert.deepEqual(keysOf(bare).has('metadata'), keysOf(full).has('metadata'))
      assert.deepEqual(checkEventBody(bare), { ok: true })
      walk(bare, (key, value) => {
        if (sampleLists.has(key)) assert.deepEqual(value, [], `${provider} ${type} ${key}`)
      })
    }
  }
})

test('every timestamp carries the offset of the zone, and none is a bare Z', () => {
  for (const type of dataTypes) {
    for (const provider of providerSlugs.filter((slug) => offers(slug, type))) {
      const body = generateRecords({ provider, type, endDate, seed: 'z', zone: 'Asia/Kolkata' })
      walk(body, (key, value) => {
        if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) {
          assert.match(value, /\.\d{6}\+05:30$/, `${provider} ${type} ${key}`)
        }
      })
    }
  }
})

test('summary ids are unique within a month and the same when generated again', () => {
  for (const type of ['activity', 'sleep'] as const) {
    const idsOf = () =>
      generateRecords({ provider: 'POLAR', type, endDate, days: 31, seed: 'ids' }).map((r) => r.metadata.summary_id)
    assert.equal(new Set(idsOf()).size, idsOf().length)
    assert.deepEqual(idsOf(), idsOf())
  }
})

test('a provider fills only what its devices measure', () => {
  const keys = (provider: ProviderSlug, type: DataType) =>
    keysOf(generateRecords({ provider, type, endDate, days: 5, seed: 'honest' }))
  const whoop = keys('WHOOP', 'daily')
  for (const absent of ['steps', 'distance_data', 'hr_samples', 'stress_data']) assert.ok(!whoop.has(absent), absent)
  for (const present of ['strain_level', 'recovery', 'resting_hr_bpm']) assert.ok(whoop.has(present), present)
  assert.deepEqual(generateRecords({ provider: 'STRAVA', type: 'sleep', endDate }), [])
  const dexcom = Object.keys(generateRecords({ provider: 'DEXCOM_EU', type: 'body', endDate })[0] ?? {})
  assert.deepEqual(dexcom.sort(), ['device_data', 'glucose_data', 'metadata'])
  assert.ok(!keys('WHOOP', 'sleep').has('hypnogram_samples'))
  assert.ok(!keys('OURA', 'activity').has('position_data'))
  assert.ok(keys('WAHOO', 'activity').has('power_samples'))
  assert.ok(!keys('KOMOOT', 'activity').has('heart_rate_data'))
  for (const type of ['sleep', 'daily'] as const) {
    assert.ok(keys('APPLE', type).has('avg_hrv_sdnn') && !keys('APPLE', type).has('avg_hrv_rmssd'))
    assert.ok(keys('OURA', type).has('avg_hrv_rmssd') && !keys('OURA', type).has('avg_hrv_sdnn'))
  }
  for (const provider of providerSlugs.filter((slug) => providers[slug].types.daily)) {
    const day = keys(provider, 'daily')
    const { stress, body_battery } = providers[provider].capabilities
    assert.equal(day.has('body_battery_samples'), body_battery, provider)
    assert.equal(day.has('avg_stress_level'), stress, provider)
  }
})

test('names the device of the provider, the same one on every day', () => {
  const names = new Set(
    generateRecords({ provider: 'POLAR', type: 'activity', endDate, days: 9, seed: 3 }).map((r) => r.device_data?.name),
  )
  assert.equal(names.size, 1)
  assert.ok(providers.POLAR.devices.includes([...names][0] ?? ''))
})

test('a date that the zone skipped has no record', () => {
  const days = generateRecords({
    provider: 'GARMIN',
    type: 'daily',
    endDate: '2011-12-31',
    days: 3,
    zone: 'Pacific/Apia',
  })
  assert.deepEqual(
    days.map((day) => day.metadata.start_time.slice(0, 10)),
    ['2011-12-29', '2011-12-31'],
  )
})

test('refuses a date or a zone that does not exist', () => {
  assert.throws(() => generateRecords({ provider: 'OURA', type: 'daily', endDate: '2026-02-30' }), TellusError)
  assert.throws(() => generateRecords({ provider: 'OURA', type: 'daily', endDate, zone: 'Mars/Base' }), TellusError)
})
