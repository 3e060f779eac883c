import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { type Address, isExactly, isIn, type Network, readAddress, readNetwork } from './networks.ts'

/** Whether destinations may be on this machine or a private network. Cloud metadata stays out of reach either way. */
export type BasePolicy = 'allow-private' | 'public-only'

/**
 * What may be connected to: a base, and networks that the operator allows beside it. Of cloud metadata those open only
 * an address that is listed by itself.
 */
export type AddressPolicy = BasePolicy | { base: BasePolicy; networks: readonly Network[] }

/** The policy that the settings ask for. */
export const policyOf = (settings: {
  privateDestinations: 'allow' | 'deny'
  allowedNetworks: readonly string[]
}): AddressPolicy => ({
  base: settings.privateDestinations === 'allow' ? 'allow-private' : 'public-only',
  // What is no network did not get past the start.
  networks: settings.allowedNetworks.map(readNetwork).filter((network) => typeof network !== 'string'),
})

/** A connection that was refused because of where it would have gone. */
export class BlockedAddress extends Error {
  readonly code = 'ADDRESS_BLOCKED'
  constructor(message: string) {
    super(message)
    this.name = 'BlockedAddress'
  }
}

const blocked = (host: string, address: string, reason: string) =>
  new BlockedAddress(
    host === address ? `${address} is ${reason}` : `${host} resolves to ${address}, which is ${reason}`,
  )

type Range = [network: string, reason: string]
const table = (ranges: Range[]) => ranges.map(([network, reason]) => ({ cidr: ipaddr.parseCIDR(network), reason }))

/** Services of clouds that hand out credentials to whoever asks from the machine. */
const metadata = table([
  ['169.254.169.254/32', 'a cloud metadata address'],
  ['169.254.170.2/32', 'a cloud metadata address'],
  ['100.100.100.200/32', 'a cloud metadata address'],
  ['168.63.129.16/32', 'a cloud metadata address'],
  ['192.0.0.192/32', 'a cloud metadata address'],
  // Amazon: instance metadata at ::254, credentials of containers at ::23.
  ['fd00:ec2::/32', 'a cloud metadata address'],
  ['fd20:ce::254/128', 'a cloud metadata address'],
])

/** What `allow-private` permits. */
const privateNetworks = table([
  ['127.0.0.0/8', 'a loopback address'],
  ['10.0.0.0/8', 'a private address'],
  ['172.16.0.0/12', 'a private address'],
  ['192.168.0.0/16', 'a private address'],
  ['100.64.0.0/10', 'a shared (carrier) address'],
  ['::1/128', 'a loopback address'],
  ['fc00::/7', 'a private address'],
])

/** IANA special-purpose registries, IPv4. */
const deniedV4 = table([
  ['0.0.0.0/8', 'an address of "this network"'],
  ['169.254.0.0/16', 'a link-local address'],
  ['192.0.0.0/24', 'a reserved address'],
  ['192.0.2.0/24', 'a documentation address'],
  ['192.88.99.0/24', 'a reserved address'],
  ['198.18.0.0/15', 'a benchmarking address'],
  ['198.51.100.0/24', 'a documentation address'],
  ['203.0.113.0/24', 'a documentation address'],
  ['224.0.0.0/4', 'a multicast address'],
  ['240.0.0.0/4', 'a reserved address'],
])

/** Holes in 2000::/3, the only part of IPv6 that is allowed. */
const deniedV6 = table([
  ['2001::/23', 'a reserved address'],
  ['2001:db8::/32', 'a documentation address'],
  ['2002::/16', 'a 6to4 address'],
  ['3fff::/20', 'a documentation address'],
])
const globalUnicast = ipaddr.parseCIDR('2000::/3')

/** Where IPv6 holds an IPv4 address that a gateway sends on to, and from which byte: NAT64, SIIT, 6to4. */
const gateways: { cidr: Network; at: number }[] = [
  { cidr: ipaddr.parseCIDR('64:ff9b::/96'), at: 12 },
  { cidr: ipaddr.parseCIDR('::ffff:0:0:0/96'), at: 12 },
  { cidr: ipaddr.parseCIDR('2002::/16'), at: 2 },
]

const reasonIn = (address: Address, ranges: ReturnType<typeof table>): string | null =>
  ranges.find(({ cidr }) => isIn(address, cidr))?.reason ?? null

/** Why an address must not be connected to, as the end of "is …", or null when it may. */
export function forbidden(text: string, policy: AddressPolicy): string | null {
  const address = readAddress(text.replace(/%.*$/, ''))
  return address === null ? 'not an IP address' : judge(address, policy)
}

function judge(address: Address, policy: AddressPolicy): string | null {
  const { base, networks } = typeof policy === 'string' ? { base: policy, networks: [] } : policy
  const always = reasonIn(address, metadata)
  if (always !== null) return networks.some((network) => isExactly(address, network)) ? null : always
  if (networks.some((network) => isIn(address, network))) {
    const gateway = gateways.find(({ cidr }) => isIn(address, cidr))
    if (gateway === undefined) return null
    return judge(new ipaddr.IPv4(address.toByteArray().slice(gateway.at, gateway.at + 4)), policy)
  }
  const local = reasonIn(address, privateNetworks)
  if (local !== null) return base === 'allow-private' ? null : local
  if (address.kind() === 'ipv4') return reasonIn(address, deniedV4)
  return address.match(globalUnicast) ? reasonIn(address, deniedV6) : 'not a public address'
}

/** Ports of services that must not be talked to in HTTP: mail, databases, remote control. */
const deniedPorts: ReadonlySet<number> = new Set([
  7, 13, 17, 19, 20, 21, 22, 23, 25, 37, 53, 69, 79, 110, 111, 113, 119, 123, 135, 137, 138, 139, 143, 161, 389, 445,
  465, 512, 513, 514, 515, 587, 631, 636, 873, 993, 995, 1433, 1521, 2049, 2375, 2376, 2379, 2380, 3306, 3389, 5432,
  5900, 6379, 9042, 9200, 9300, 10250, 11211, 27017,
])

const isDeniedPort = (port: string): boolean => port !== '' && deniedPorts.has(Number(port))

/**
 * Why a URL cannot be a destination, as a sentence about "The url", or null. A courtesy to the person who types it:
 * what counts is the check at connect time, since a name may resolve to anything later.
 */
export function urlProblem(text: string, policy: AddressPolicy): string | null {
  if (text.length > 2048) return 'The url is longer than 2048 characters.'
  if (!URL.canParse(text)) return 'The url is not a valid URL: give an address such as https://example.com/webhooks.'
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'The url must begin with http:// or https://.'
  if (url.username !== '' || url.password !== '')
    return 'The url must not hold a user name or password: send them in a custom header.'
  if (isDeniedPort(url.port)) return `The url has port ${url.port}, which belongs to another protocol.`
  const host = literalHost(url.hostname)
  const isThisMachine = host === 'localhost' || host.endsWith('.localhost')
  if (isThisMachine && forbidden('127.0.0.1', policy) !== null && forbidden('::1', policy) !== null)
    return `The url is on this machine: ${remedy}.`
  const reason = isIP(host) === 0 ? null : forbidden(host, policy)
  if (reason === null) return null
  return `The url points to ${host}, which is ${reason}${forbidden(host, 'allow-private') === null ? `: ${remedy}` : ''}.`
}

const remedy = 'set TELLUS_PRIVATE_DESTINATIONS=allow, or list its network in TELLUS_ALLOWED_NETWORKS, to permit that'

/** A URL's host without the brackets of IPv6 and the dot of a fully qualified name. */
const literalHost = (hostname: string): string =>
  hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()

/** Throws `BlockedAddress` when a host given as an address (which no lookup sees) is forbidden. */
export function checkLiteral(hostname: string, policy: AddressPolicy): void {
  const host = literalHost(hostname)
  const reason = isIP(host) === 0 ? null : forbidden(host, policy)
  if (reason !== null) throw blocked(host, host, reason)
}

/** Throws `BlockedAddress` when a port (empty for that of the scheme) belongs to another protocol. */
export function checkPort(port: string): void {
  if (isDeniedPort(port)) throw new BlockedAddress(`port ${port} belongs to another protocol`)
}

type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  done: (error: Error | null, addresses: LookupAddress[]) => void,
) => void

const cacheMs = 10_000
const cacheSize = 10_000

/**
 * A `lookup` for sockets that gives only checked addresses, so that what was checked is what is connected to. One
 * forbidden address among several refuses all: such an answer is an attack, or a mistake to be seen. Answers are kept
 * for 10 s.
 */
export function guardedLookup(policy: AddressPolicy, resolve: Resolve = systemLookup): LookupFunction {
  const known = new Map<string, { addresses: LookupAddress[]; until: number }>()
  const find = (host: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => {
    const hit = known.get(host)
    if (hit !== undefined && hit.until > performance.now()) return done(null, hit.addresses)
    resolve(host, { all: true, order: 'verbatim' }, (error, addresses) => {
      if (error !== null) return done(error, [])
      for (const { address } of addresses) {
        const reason = forbidden(address, policy)
        if (reason !== null) return done(blocked(host, address, reason), [])
      }
      if (known.size >= cacheSize) known.clear()
      known.set(host, { addresses, until: performance.now() + cacheMs })
      done(null, addresses)
    })
  }
  return (host, options, callback) =>
    find(host, (error, found) => {
      const addresses =
        options.family === 4 || options.family === 6 ? found.filter((a) => a.family === options.family) : found
      const [first] = addresses
      if (error === null && first === undefined)
        error = Object.assign(new Error(`${host} has no address.`), { code: 'ENOTFOUND' })
      if (options.all) callback(error, addresses)
      else callback(error, first?.address ?? '', first?.family)
    })
}
