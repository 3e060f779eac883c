import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type AddressPolicy, forbidden } from './address-guard.ts'

/**
 * The ranges once more, written as first and last address from the registries of IANA and judged by whole numbers: a
 * second opinion that shares nothing with the guard.
 */
type Span = [first: string, last: string]
const privateV4: Span[] = [
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.0', '127.255.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.168.0.0', '192.168.255.255'],
]
const neverV4: Span[] = [
  ['0.0.0.0', '0.255.255.255'],
  ['169.254.0.0', '169.254.255.255'],
  ['192.0.0.0', '192.0.0.255'],
  ['192.0.2.0', '192.0.2.255'],
  ['192.88.99.0', '192.88.99.255'],
  ['198.18.0.0', '198.19.255.255'],
  ['198.51.100.0', '198.51.100.255'],
  ['203.0.113.0', '203.0.113.255'],
  ['224.0.0.0', '239.255.255.255'],
  ['240.0.0.0', '255.255.255.255'],
]
const metadataV4: Span[] = ['169.254.169.254', '169.254.170.2', '100.100.100.200', '168.63.129.16', '192.0.0.192'].map(
  (one) => [one, one],
)
const v6 = (from: string, bits: number): Span => {
  const first = numberOfV6(from)
  return [textOfV6(first), textOfV6(first + (1n << BigInt(128 - bits)) - 1n)]
}
const privateV6: Span[] = [v6('::1', 128), v6('fc00::', 7)]
const publicV6: Span[] = [v6('2000::', 3)]
const holesV6: Span[] = [v6('2001::', 23), v6('2001:db8::', 32), v6('2002::', 16), v6('3fff::', 20)]
const metadataV6: Span[] = [v6('fd00:ec2::', 32), v6('fd20:ce::254', 128)]
const mappedV6: Span[] = [v6('::ffff:0:0', 96)]
const otherV6: Span[] = [
  v6('::', 128),
  v6('::', 96),
  v6('::ffff:0:0:0', 96),
  v6('64:ff9b::', 96),
  v6('64:ff9b:1::', 48),
  v6('100::', 64),
  v6('5f00::', 16),
  v6('fe80::', 10),
  v6('fec0::', 10),
  v6('ff00::', 8),
]

function numberOfV4(text: string): bigint {
  return text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
}
function textOfV4(n: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (n >> shift) & 255n).join('.')
}
function numberOfV6(text: string): bigint {
  const [head = '', tail] = text.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups = [...left, ...Array(8 - left.length - right.length).fill('0'), ...right]
  return groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n)
}
function textOfV6(n: bigint): string {
  return Array.from({ length: 8 }, (_, i) => ((n >> BigInt(112 - 16 * i)) & 0xffffn).toString(16)).join(':')
}

const isIn = (n: bigint, spans: Span[], of: (text: string) => bigint) =>
  spans.some(([first, last]) => n >= of(first) && n <= of(last))
const mayV4 = (n: bigint, policy: AddressPolicy): boolean => {
  if (isIn(n, metadataV4, numberOfV4)) return false
  if (isIn(n, privateV4, numberOfV4)) return policy === 'allow-private'
  return !isIn(n, neverV4, numberOfV4)
}
const mayV6 = (n: bigint, policy: AddressPolicy): boolean => {
  if (isIn(n, mappedV6, numberOfV6)) return mayV4(n & 0xffff_ffffn, policy)
  if (isIn(n, metadataV6, numberOfV6)) return false
  if (isIn(n, privateV6, numberOfV6)) return policy === 'allow-private'
  return isIn(n, publicV6, numberOfV6) && !isIn(n, holesV6, numberOfV6)
}
const policies = ['public-only', 'allow-private'] as const

/** Numbers at and around the edges of spans. */
const nearEdges = (spans: Span[], of: (text: string) => bigint, max: bigint) =>
  spans
    .flatMap(([first, last]) => [of(first), of(last)])
    .flatMap((edge) => [-2n, -1n, 0n, 1n, 2n].map((by) => edge + by))
    .filter((n) => n >= 0n && n <= max)

const agreesV4 = (n: bigint) => {
  for (const policy of policies) {
    const may = mayV4(n, policy)
    const text = textOfV4(n)
    assert.equal(forbidden(text, policy) === null, may, `${text} ${policy}`)
    const hex = `${(n >> 16n).toString(16)}:${(n & 0xffffn).toString(16)}`
    for (const mapped of [`::ffff:${text}`, `::ffff:${hex}`, `0:0:0:0:0:FFFF:${text}`, `::ffff:${hex}%eth0`])
      assert.equal(forbidden(mapped, policy) === null, may, `${mapped} ${policy}`)
    for (const other of [`::${text}`, `::ffff:0:${text}`, `64:ff9b::${text}`, `64:ff9b:1::${text}`, `2002:${hex}::1`])
      if (n > 1n) assert.notEqual(forbidden(other, policy), null, `${other} ${policy}`)
  }
}
const agreesV6 = (n: bigint) => {
  for (const policy of policies)
    for (const text of [textOfV6(n), textOfV6(n).toUpperCase(), `${textOfV6(n)}%1`])
      assert.equal(forbidden(text, policy) === null, mayV6(n, policy), `${text} ${policy}`)
}

const maxV4 = 2n ** 32n - 1n
const maxV6 = 2n ** 128n - 1n
const spansV4 = [...privateV4, ...neverV4, ...metadataV4]
const spansV6 = [...privateV6, ...publicV6, ...holesV6, ...metadataV6, ...mappedV6, ...otherV6]

test('every edge of every range is judged right, under both policies and in every spelling', () => {
  for (const n of nearEdges(spansV4, numberOfV4, maxV4)) agreesV4(n)
  for (const n of nearEdges(spansV6, numberOfV6, maxV6)) agreesV6(n)
})

test('any address is judged as the ranges have it', () => {
  const within = (spans: Span[], of: (text: string) => bigint) =>
    fc.oneof(...spans.map(([first, last]) => fc.bigInt({ min: of(first), max: of(last) })))
  fc.assert(fc.property(fc.oneof(fc.bigInt({ min: 0n, max: maxV4 }), within(spansV4, numberOfV4)), agreesV4), {
    numRuns: 1000,
  })
  fc.assert(fc.property(fc.oneof(fc.bigInt({ min: 0n, max: maxV6 }), within(spansV6, numberOfV6)), agreesV6), {
    numRuns: 1000,
  })
})
