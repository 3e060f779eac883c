import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** A range of addresses, by its first address and how many leading bits all of it share. */
export type Network = ReturnType<typeof ipaddr.parseCIDR>
export type Address = Network[0]

/** Reads an IP address in its usual spelling; null when it is none. */
export function readAddress(text: string): Address | null {
  const version = isIP(text)
  // ::ffff:a.b.c.d is IPv4 in another dress.
  return version === 0 ? null : ipaddr.process(version === 6 ? inGroups(text) : text)
}

/**
 * An IPv6 address with its dotted end written as two groups. The library takes ::a.b.c.d for ::ffff:a.b.c.d, which is
 * another address.
 */
const inGroups = (text: string): string =>
  text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_dotted, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number)
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
  })

/** Reads a network such as 10.1.0.0/16 or fd12::/48, or says in a sentence why the text is none. */
export function readNetwork(text: string): Network | string {
  const [first = '', length = '', ...rest] = text.split('/')
  const version = isIP(first)
  if (version === 0 || first.includes('%')) return `${text || 'an empty entry'} is not a network such as 10.1.0.0/16`
  const most = version === 4 ? 32 : 128
  if (!/^\d{1,3}$/.test(length) || Number(length) > most || rest.length > 0)
    return `${text} needs a length from 0 to ${most}, such as ${first}/${most} for that one address`
  const network = ipaddr.parseCIDR(`${version === 6 ? inGroups(first) : first}/${Number(length)}`)
  const [address, bits] = network
  if (!isFirst(address, bits)) return `${text} has bits set after the first ${bits}: it is not the first of its network`
  // What is IPv4 in another dress is judged as IPv4.
  if (bits >= 96 && address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress())
    return [address.toIPv4Address(), bits - 96]
  return network
}

const isFirst = (address: Address, bits: number): boolean =>
  address.toByteArray().every((byte, i) => (byte & (0xff >> Math.min(8, Math.max(0, bits - i * 8)))) === 0)

/** Whether an address is in a network; never one of IPv4 in one of IPv6 or the other way round. */
export const isIn = (address: Address, network: Network): boolean =>
  network[0].kind() === address.kind() && address.match(network)

/** Whether a network is this one address and nothing else. */
export const isExactly = (address: Address, network: Network): boolean =>
  isIn(address, network) && network[1] === address.toByteArray().length * 8
