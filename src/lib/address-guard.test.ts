import assert from 'node:assert/strict'
import type { LookupAddress } from 'node:dns'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type AddressPolicy,
  BlockedAddress,
  checkLiteral,
  forbidden,
  guardedLookup,
  urlProblem,
} from './address-guard.ts'

const denied = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.0.1',
  '169.254.1.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::7f00:1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:0:127.0.0.1',
  '::ffff:0:0:1',
  '64:ff9b::7f00:1',
  '64:ff9b::8.8.8.8',
  '64:ff9b:1::1',
  '100::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '5f00::1',
  '2001::1',
  '2001:0:53aa:64c::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  '4000::1',
  'e000::1',
]
const allowed = [
  '1.1.1.1',
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.0.1',
  '172.32.0.1',
  '192.0.1.1',
  '198.17.0.1',
  '223.255.255.255',
  '::ffff:8.8.8.8',
  '2606:4700::1111',
  '2001:4860:4860::8888',
  '2a00::1',
]
const metadata = [
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
  '::ffff:169.254.169.254',
]
const local = ['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '100.64.0.1', '::1', 'fd12::1', '::ffff:127.0.0.1']

test('denies every address that is not public', () => {
  for (const address of [...denied, ...metadata]) assert.notEqual(forbidden(address, 'public-only'), null, address)
})

test('allows public addresses', () => {
  for (const address of allowed) assert.equal(forbidden(address, 'public-only'), null, address)
})

test('where private destinations are allowed, loopback and private networks are, and nothing more', () => {
  for (const address of local) assert.equal(forbidden(address, 'allow-private'), null, address)
  for (const address of [
    '0.0.0.0',
    '169.254.1.1',
    '224.0.0.1',
    'fe80::1',
    'ff02::1',
    '2001:db8::1',
    '64:ff9b::7f00:1',
    '::',
  ])
    assert.notEqual(forbidden(address, 'allow-private'), null, address)
})

test('cloud metadata is out of reach under every policy', () => {
  for (const address of metadata)
    for (const policy of ['public-only', 'allow-private'] satisfies AddressPolicy[])
      assert.match(forbidden(address, policy) ?? '', /metadata|link-local/, address)
})

test('what is no address is denied', () => {
  for (const text of ['', 'localhost', '1.2.3', '1.2.3.4.5', ':::', '0x7f.1'])
    assert.notEqual(forbidden(text, 'public-only'), null)
})

test('an IPv4 address in IPv6 form is judged as it is', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      assert.equal(forbidden(`::ffff:${address}`, 'public-only') === null, forbidden(address, 'public-only') === null)
    }),
  )
})

test('every way to write a loopback or private address in a URL is seen through', () => {
  for (const host of [
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '0x7f000001',
    '2130706433',
    '017700000001',
    '0177.0.0.1',
    '127.0.0.1.',
    '１２７.０.０.１',
    '①②⑦.0.0.1',
    '127。0。0。1',
    '127%2e0%2e0%2e1',
    '%31%32%37.0.0.1',
    '127.0.\t0.1',
    '[::127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[fe80::1]',
    'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
    'local\u00adhost',
    'ｌｏｃａｌｈｏｓｔ',
    'example.com@127.0.0.1',
    '\\127.0.0.1\\',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[0:0:0:0:0:ffff:7f00:1]',
    '10.1',
    '192.168.257',
    '3232235777',
    'localhost',
    'LOCALHOST',
    'localhost.',
    'a.localhost',
    '0',
    '0.0.0.0',
  ])
    assert.notEqual(urlProblem(`http://${host}/hook`, 'public-only'), null, host)
})

test('a url that cannot be a destination is refused with a sentence', () => {
  const problem = (text: string) => urlProblem(text, 'public-only') ?? ''
  assert.match(problem('not a url'), /not a valid URL/)
  assert.match(problem('ftp://example.com/'), /http:\/\/ or https:\/\//)
  assert.match(problem('file:///etc/passwd'), /http/)
  assert.match(problem('https://me:secret@example.com/'), /user name or password/)
  assert.match(problem('https://example.com:6379/'), /port 6379/)
  assert.match(problem('http://[fe80::1%25eth0]/'), /not a valid URL/)
  assert.match(problem(`https://example.com/${'a'.repeat(2048)}`), /2048/)
  assert.match(problem('http://192.168.1.1/'), /TELLUS_PRIVATE_DESTINATIONS=allow/)
  assert.doesNotMatch(problem('http://169.254.169.254/latest'), /TELLUS_PRIVATE_DESTINATIONS/)
  for (const port of [22, 25, 5432, 6379])
    assert.match(urlProblem(`http://localhost:${port}/`, 'allow-private') ?? '', new RegExp(`port ${port}`))
  assert.equal(urlProblem('https://example.com:8443/hook?x=1', 'public-only'), null)
  assert.equal(urlProblem('https://bücher.example/hook', 'public-only'), null)
  assert.equal(urlProblem('http://localhost:3000/hook', 'allow-private'), null)
  assert.match(urlProblem('http://169.254.169.254/', 'allow-private') ?? '', /metadata/)
})

const resolving = (policy: AddressPolicy, answers: string[][], options: object = { all: true }) => {
  let asked = 0
  const lookup = guardedLookup(policy, (_host, _options, done) => {
    const addresses: LookupAddress[] = (answers[asked] ?? []).map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }))
    asked++
    done(null, addresses)
  })
  const ask = () =>
    new Promise<unknown>((resolve, reject) => {
      lookup('host.example', options, (error, address) => (error ? reject(error) : resolve(address)))
    })
  return { ask, asked: () => asked }
}

test('a name is refused when any of its addresses is forbidden', async () => {
  await assert.rejects(resolving('public-only', [['8.8.8.8', '127.0.0.1']]).ask(), BlockedAddress)
  await assert.rejects(
    resolving('public-only', [['2606:4700::1111', '::1']]).ask(),
    /host\.example resolves to ::1, which is a loopback/,
  )
  assert.deepEqual(await resolving('public-only', [['8.8.8.8']]).ask(), [{ address: '8.8.8.8', family: 4 }])
})

test('a name that changes its answer is checked at the answer that is connected to', async () => {
  const names = resolving('public-only', [['8.8.8.8'], ['127.0.0.1']])
  await names.ask()
  assert.deepEqual(await names.ask(), [{ address: '8.8.8.8', family: 4 }], 'the checked answer is kept for a while')
  assert.equal(names.asked(), 1)
})

test('a lookup gives one address when one is asked for, and fails when there is none', async () => {
  assert.equal(await resolving('public-only', [['2606:4700::1111', '8.8.8.8']], { family: 4 }).ask(), '8.8.8.8')
  await assert.rejects(resolving('public-only', [[]]).ask(), /has no address/)
})

test('an address written in a URL is checked where no lookup sees it', () => {
  assert.throws(() => checkLiteral('127.0.0.1', 'public-only'), BlockedAddress)
  assert.throws(() => checkLiteral('[::1]', 'public-only'), BlockedAddress)
  assert.doesNotThrow(() => checkLiteral('127.0.0.1', 'allow-private'))
  assert.doesNotThrow(() => checkLiteral('example.com', 'public-only'))
})
