import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dataTypes } from '../schema/records.ts'
import { coverageOf } from './coverage.ts'
import { offers } from './generate.ts'

test('each type of data has its providers and the fields they fill, in the order of the schema', async () => {
  for (const type of dataTypes) {
    const { providers, fields } = await coverageOf(type)
    assert.ok(providers.length > 0 && fields.length > 0, type)
    assert.ok(providers.every((provider) => offers(provider, type)))
    for (const { path, providers: fillers } of fields) assert.ok(fillers.length > 0, path)
    assert.equal(new Set(fields.map(({ path }) => path)).size, fields.length)
  }
})

test('what only some providers measure stands with those alone', async () => {
  const { fields } = await coverageOf('sleep')
  const [first] = fields
  assert.match(first?.path ?? '', /^device_data\./)
  const rem = fields.find(({ path }) => path === 'sleep_durations_data.asleep.duration_REM_sleep_state_seconds')
  assert.ok(rem?.providers.includes('OURA'))
  assert.ok(fields.some(({ providers }) => providers.length < 5))
  assert.equal(await coverageOf('sleep'), await coverageOf('sleep'))
})
