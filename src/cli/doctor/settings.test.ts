import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkSettings, hidePassword } from './settings.ts'

const named = (settings: ReturnType<typeof checkSettings>, name: string) =>
  settings.settings.find((setting) => setting.name === name)

test('with nothing set every setting is a default and nothing is wrong', () => {
  const found = checkSettings({ HOME: '/home/ada' }, '/nowhere')
  assert.deepEqual(found.problems, [])
  assert.ok(found.settings.every(({ from }) => from === 'default'))
  assert.deepEqual(named(found, 'TELLUS_PORT'), { name: 'TELLUS_PORT', value: '4000', from: 'default' })
})

test('every bad setting is found at once, and the good ones are in force', () => {
  const found = checkSettings({ TELLUS_PROT: '4000', TELLUS_PORT: 'x', TELLUS_HOST: '0.0.0.0' }, '/nowhere')
  assert.equal(found.problems.length, 2)
  assert.match(
    found.problems.map(({ problem }) => problem).join('\n'),
    /TELLUS_PROT is not a setting[\s\S]*TELLUS_PORT has a bad value/,
  )
  assert.deepEqual(named(found, 'TELLUS_HOST'), { name: 'TELLUS_HOST', value: '0.0.0.0', from: 'environment' })
  assert.equal(named(found, 'TELLUS_PORT')?.from, 'bad value')
  assert.equal(named(found, 'TELLUS_SANDBOX')?.value, 'off')
})

test('settings that need each other are judged together', () => {
  const database = checkSettings({ DATABASE_URL: 'postgresql://db/tellus', TELLUS_DEV_ID: 'app' }, '/nowhere')
  const sentences = database.problems.map(({ problem }) => problem).join('\n')
  assert.match(sentences, /TELLUS_SECRET_KEY is required|belong together/)
  assert.equal(database.config.databaseUrl, 'postgresql://db/tellus')
})

test('secrets are never shown', () => {
  const secrets = {
    TELLUS_API_KEY: 'the-api-key-of-somebody',
    TELLUS_DEV_ID: 'app',
    TELLUS_SECRET_KEY: 'the-secret-key-of-somebody-else!',
    TELLUS_OURA_CLIENT_SECRET: 'the-secret-of-an-app',
    DATABASE_URL: 'postgresql://tellus:hunter2@db/tellus?password=hunter2',
  }
  const found = checkSettings(secrets, '/nowhere')
  assert.deepEqual(found.problems, [])
  const text = JSON.stringify(found.settings)
  for (const word of ['the-api', 'the-secret', 'hunter2']) assert.ok(!text.includes(word), word)
  assert.equal(named(found, 'TELLUS_OURA_CLIENT_SECRET')?.from, 'environment')
  assert.equal(hidePassword('postgresql://tellus@/tellus?host=%2Fx'), 'postgresql://tellus@/tellus?host=%2Fx')
})
