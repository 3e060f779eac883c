import { type FileHandle, open } from 'node:fs/promises'
import type { Member, Wanted } from './zip.ts'

const signature = Buffer.from('PK\x03\x04', 'latin1')
const headerBytes = 30
const windowBytes = 1024 * 1024
const maxNameBytes = 1024

/**
 * The wanted members of a zip that lost its directory, which stands at the end: an upload or export that was cut off. Finds
 * them by the header each has in front. Where a header does not tell the size (zips written as a stream), the member
 * ends at the next header.
 */
export async function scanMembers(path: string, wanted: Wanted, signal: AbortSignal): Promise<Member[]> {
  await using file = await open(path)
  const { size } = await file.stat()
  const found: Member[] = []
  let before: Member | undefined
  let at = 0
  while (at < size) {
    signal.throwIfAborted()
    const headerAt = await nextHeader(file, at)
    if (headerAt === null) break
    const member = await readHeader(file, headerAt)
    if (member === null) {
      at = headerAt + signature.length
      continue
    }
    if (before && before.packedBytes === null) before.packedBytes = headerAt - before.dataStart
    before = member
    if (wanted.takes(member.name)) found.push(member)
    at = member.dataStart + (member.packedBytes ?? 0)
  }
  return found
}

async function nextHeader(file: FileHandle, from: number): Promise<number | null> {
  const window = Buffer.allocUnsafe(windowBytes)
  for (let at = from; ; ) {
    const { bytesRead } = await file.read(window, 0, windowBytes, at)
    const found = window.subarray(0, bytesRead).indexOf(signature)
    if (found >= 0) return at + found
    if (bytesRead < windowBytes) return null
    at += bytesRead - signature.length + 1
  }
}

async function readHeader(file: FileHandle, at: number): Promise<Member | null> {
  const header = Buffer.alloc(headerBytes)
  const { bytesRead } = await file.read(header, 0, headerBytes, at)
  if (bytesRead < headerBytes) return null
  const version = header.readUInt16LE(4)
  const flags = header.readUInt16LE(6)
  const method = header.readUInt16LE(8)
  const nameBytes = header.readUInt16LE(26)
  const extraBytes = header.readUInt16LE(28)
  // Four bytes of packed data may look like a signature; a header has more to it.
  if ((version & 0xff) > 63 || (method !== 0 && method !== 8) || nameBytes === 0 || nameBytes > maxNameBytes)
    return null
  const rest = Buffer.alloc(nameBytes + extraBytes)
  const read = await file.read(rest, 0, rest.length, at + headerBytes)
  if (read.bytesRead < rest.length) return null
  const name = rest.subarray(0, nameBytes).toString('utf8')
  if (/[\x00-\x1f]/.test(name)) return null
  const packed = header.readUInt32LE(18)
  const isStreamed = (flags & 8) !== 0
  return {
    name,
    method,
    encrypted: (flags & 1) !== 0,
    dataStart: at + headerBytes + rest.length,
    packedBytes: isStreamed || packed === 0xffffffff ? null : packed,
    unpackedBytes: null,
    crc: null,
  }
}
