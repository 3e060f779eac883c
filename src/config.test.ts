import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from './config.ts'

test('with nothing set it runs on a laptop', () => {
  const config = readConfig({}, '/srv/app')
  assert.deepEqual(
    [config.host, config.port, config.dataDir, config.databaseUrl, config.privateDestinations, config.sandbox],
    ['127.0.0.1', 4000, '/srv/app/.tellus', null, 'allow', 'on'],
  )
})

test('open to the network, it refuses private destinations and pretend providers unless told', () => {
  const config = readConfig({ TELLUS_HOST: '0.0.0.0' }, '/')
  assert.deepEqual([config.privateDestinations, config.sandbox], ['deny', 'off'])
  assert.equal(
    readConfig({ TELLUS_HOST: '0.0.0.0', TELLUS_PRIVATE_DESTINATIONS: 'allow' }, '/').privateDestinations,
    'allow',
  )
})

test('a typo in a name speaks, and keys of providers are names too', () => {
  assert.throws(() => readConfig({ TELLUS_PROT: '4000' }, '/'), /TELLUS_PROT is not a setting/)
  readConfig({ TELLUS_OURA_CLIENT_ID: 'x', TELLUS_OURA_CLIENT_SECRET: 'y' }, '/')
})

test('a bad value is refused with its name and what it is for', () => {
  assert.throws(() => readConfig({ TELLUS_PORT: '70000' }, '/'), /TELLUS_PORT .*Port to listen on/)
  assert.throws(() => readConfig({ TELLUS_PUBLIC_URL: 'tellus.example' }, '/'), /TELLUS_PUBLIC_URL/)
  assert.throws(() => readConfig({ DATABASE_URL: 'mysql://x' }, '/'), /DATABASE_URL/)
})

test('an outside database needs a key that outlives the machine', () => {
  assert.throws(() => readConfig({ DATABASE_URL: 'postgres://h/db' }, '/'), /TELLUS_SECRET_KEY is required/)
  readConfig({ DATABASE_URL: 'postgres://h/db', TELLUS_SECRET_KEY: 'k'.repeat(32) }, '/')
})

test('fixed credentials come in pairs', () => {
  assert.throws(() => readConfig({ TELLUS_DEV_ID: 'x' }, '/'), /belong together/)
})

test('it remembers which settings came from the environment', () => {
  assert.deepEqual(readConfig({ TELLUS_PORT: '4001', PATH: '/bin' }, '/').set, ['TELLUS_PORT'])
})
