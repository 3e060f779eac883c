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

test('a client of a provider has two halves, and a key beside them where it is set', () => {
  const variable = (part: string) => `TELLUS_SUUNTO_CLIENT_${part}`
  const pair = { [variable('ID')]: 'x', [variable('SECRET')]: 'y' }
  assert.deepEqual(readConfig(pair, '/').providerClients, { SUUNTO: { id: 'x', secret: 'y' } })
  const whole = readConfig({ ...pair, [variable('KEY')]: 'z' }, '/')
  assert.deepEqual(whole.providerClients, { SUUNTO: { id: 'x', secret: 'y', key: 'z' } })
  assert.deepEqual(whole.halfProviderClients, {})
  for (const part of ['ID', 'SECRET', 'KEY']) {
    const { providerClients, halfProviderClients } = readConfig({ [variable(part)]: 'x' }, '/')
    assert.deepEqual([providerClients, halfProviderClients], [{}, { SUUNTO: variable(part) }])
  }
})

test('a bad value is refused with its name and what it is for', () => {
  assert.throws(() => readConfig({ TELLUS_PORT: '70000' }, '/'), /TELLUS_PORT .*Port to listen on/)
  assert.throws(() => readConfig({ TELLUS_PUBLIC_URL: 'tellus.example' }, '/'), /TELLUS_PUBLIC_URL/)
  assert.throws(() => readConfig({ DATABASE_URL: 'mysql://x' }, '/'), /DATABASE_URL/)
})

test('networks that are allowed are written as CIDR has them, and anything else stops the start', () => {
  const read = (list: string) => readConfig({ TELLUS_ALLOWED_NETWORKS: list }, '/').allowedNetworks
  assert.deepEqual([read(''), read('10.1.0.0/16, fd12::/48')], [[], ['10.1.0.0/16', 'fd12::/48']])
  for (const [bad, why] of [
    ['intranet', /intranet is not a network/],
    ['10.1.2.3', /10\.1\.2\.3 needs a length from 0 to 32, such as 10\.1\.2\.3\/32/],
    ['10.0.0.0/33', /a length from 0 to 32/],
    ['10.0.0.0/8/8', /a length/],
    ['fd12::/', /a length from 0 to 128/],
    ['10.1.0.0/8', /10\.1\.0\.0\/8 has bits set after the first 8/],
    ['0x0a.0.0.0/8', /is not a network/],
    ['10.1/16', /is not a network/],
    ['fe80::1%eth0/128', /is not a network/],
    ['10.1.0.0/16,', /an empty entry is not a network/],
  ] as const) {
    assert.throws(() => read(bad), why)
    assert.throws(() => read(bad), /^TellusError: TELLUS_ALLOWED_NETWORKS has a bad value/)
  }
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
