import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type BasePolicy, forbidden, policyOf, urlProblem } from './address-guard.ts'
import { isExactly, isIn, type Network, readAddress, readNetwork } from './networks.ts'

const networkOf = (text: string): Network => {
  const network = readNetwork(text)
  if (typeof network === 'string') assert.fail(network)
  return network
}
const isWithin = (text: string, network: string): boolean => {
  const address = readAddress(text)
  assert.ok(address)
  return isIn(address, networkOf(network))
}
const with4 = (n: bigint) => [24n, 16n, 8n, 0n].map((shift) => (n >> shift) & 255n).join('.')
const with6 = (n: bigint) =>
  Array.from({ length: 8 }, (_, i) => ((n >> BigInt(112 - 16 * i)) & 0xffffn).toString(16)).join(':')

const allowing = (...allowedNetworks: string[]) => policyOf({ privateDestinations: 'deny', allowedNetworks })

test('a network holds the addresses that share its first bits, and no others', () => {
  for (const [size, text] of [
    [32, with4],
    [128, with6],
  ] as const) {
    const max = 2n ** BigInt(size) - 1n
    const anAddress = fc.bigInt({ min: 0n, max })
    fc.assert(
      fc.property(anAddress, anAddress, fc.integer({ min: 0, max: size }), (one, other, bits) => {
        const rest = BigInt(size - bits)
        const first = (one >> rest) << rest
        // Of IPv6, what is IPv4 in another dress is compared as IPv4.
        const last = first + 2n ** rest - 1n
        fc.pre(size === 32 || [first, last, one, other].every((address) => address >> 32n !== 0xffffn))
        const network = `${text(first)}/${bits}`
        assert.equal(isWithin(text(other), network), other >> rest === first >> rest, `${text(other)} ${network}`)
        for (const edge of [first, last, one]) assert.ok(isWithin(text(edge), network), `${text(edge)} ${network}`)
        for (const beyond of [first - 1n, last + 1n])
          if (beyond >= 0n && beyond <= max && (size === 32 || beyond >> 32n !== 0xffffn))
            assert.ok(!isWithin(text(beyond), network), `${text(beyond)} ${network}`)
        if (first !== one) assert.equal(typeof readNetwork(`${text(one)}/${bits}`), 'string', 'not its first address')
      }),
    )
  }
})

test('IPv4 is not in a network of IPv6 nor the other way round, but in IPv6 form it is itself', () => {
  assert.ok(!isWithin('10.1.2.3', '::/0'))
  assert.ok(!isWithin('::a01:203', '0.0.0.0/0'))
  assert.ok(isWithin('::ffff:10.1.2.3', '10.0.0.0/8'))
  assert.ok(isWithin('10.1.2.3', '::ffff:10.0.0.0/104'))
})

test('only a network of full length is exactly one address', () => {
  const isOne = (text: string, network: string) => {
    const address = readAddress(text)
    return address !== null && isExactly(address, networkOf(network))
  }
  assert.ok(isOne('10.1.2.3', '10.1.2.3/32'))
  assert.ok(isOne('fd00:ec2::254', 'fd00:ec2::254/128'))
  assert.ok(!isOne('10.1.2.2', '10.1.2.2/31'))
  assert.ok(!isOne('10.1.2.3', '10.1.2.4/32'))
})

test('allowing a network opens it and takes nothing from what else is denied or allowed', () => {
  const size = { min: 0n, max: 2n ** 32n - 1n }
  fc.assert(
    fc.property(fc.bigInt(size), fc.constantFrom('10.1.0.0/16', '192.0.2.0/24', '127.0.0.0/8'), (n, network) => {
      const address = with4(n)
      for (const privateDestinations of ['allow', 'deny'] as const) {
        const base: BasePolicy = privateDestinations === 'allow' ? 'allow-private' : 'public-only'
        const policy = policyOf({ privateDestinations, allowedNetworks: [network] })
        const expected = isWithin(address, network) ? null : forbidden(address, base)
        assert.equal(forbidden(address, policy), expected, `${address} ${network} ${base}`)
      }
    }),
  )
  assert.equal(forbidden('10.1.2.3', allowing('10.1.0.0/16')), null)
  assert.equal(forbidden('::ffff:10.1.2.3', allowing('10.1.0.0/16')), null)
  assert.equal(forbidden('10.2.0.0', allowing('10.1.0.0/16')), 'a private address')
  assert.equal(forbidden('fd12::1', allowing('10.1.0.0/16', 'fd12::/48')), null)
})

test('cloud metadata stays closed in a network that is allowed, and opens when it is listed by itself', () => {
  for (const [address, around] of [
    ['169.254.169.254', '169.254.0.0/16'],
    ['169.254.169.254', '169.254.169.254/31'],
    ['100.100.100.200', '100.64.0.0/10'],
    ['168.63.129.16', '0.0.0.0/0'],
    ['::ffff:169.254.169.254', '169.254.0.0/16'],
    ['fd00:ec2::254', 'fc00::/7'],
    ['fd00:ec2::254', 'fd00:ec2::/32'],
    ['fd00:ec2::23', '::/0'],
  ] as const) {
    assert.match(forbidden(address, allowing(around)) ?? '', /metadata/, `${address} in ${around}`)
    const alone = address.startsWith('::ffff:')
      ? '169.254.169.254/32'
      : `${address}/${address.includes(':') ? 128 : 32}`
    assert.equal(forbidden(address, allowing(alone)), null, alone)
  }
  assert.match(forbidden('169.254.170.2', allowing('169.254.169.254/32')) ?? '', /metadata/, 'one opens no other')
})

test('behind a gateway that is allowed, the IPv4 address within is judged', () => {
  for (const [network, within] of [
    ['64:ff9b::/96', (v4: string) => `64:ff9b::${v4}`],
    ['::ffff:0:0:0/96', (v4: string) => `::ffff:0:${v4}`],
  ] as const) {
    assert.equal(forbidden(within('8.8.8.8'), allowing(network)), null)
    assert.match(forbidden(within('169.254.169.254'), allowing(network)) ?? '', /metadata/)
    assert.match(forbidden(within('10.1.2.3'), allowing(network)) ?? '', /private/)
    assert.equal(forbidden(within('10.1.2.3'), allowing(network, '10.0.0.0/8')), null)
  }
  assert.equal(forbidden('2002:808:808::1', allowing('2002::/16')), null)
  assert.match(forbidden('2002:a9fe:a9fe::1', allowing('2002::/16')) ?? '', /metadata/)
})

test('a url in an allowed network can be a destination, this machine by name too', () => {
  assert.equal(urlProblem('http://10.1.2.3/hook', allowing('10.1.0.0/16')), null)
  assert.equal(urlProblem('http://localhost:3000/', allowing('127.0.0.0/8')), null)
  assert.match(urlProblem('http://localhost:3000/', allowing('10.1.0.0/16')) ?? '', /TELLUS_ALLOWED_NETWORKS/)
  assert.match(urlProblem('http://10.1.2.3:6379/', allowing('10.1.0.0/16')) ?? '', /port 6379/)
})
