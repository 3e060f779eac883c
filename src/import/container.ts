import { createReadStream, createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import yauzl from 'yauzl'
import { TellusError } from '../lib/errors.ts'
import type { ImportContext, ImportFile } from './importer.ts'
import { guardRatio } from './unpack-ratio.ts'

/** One activity file, unpacked. */
export interface ContainerEntry {
  /** Name as the person knows it: the upload's own, or the path inside the zip, without `.gz`. */
  name: string
  bytes: Buffer<ArrayBuffer>
  /** True when the upload is this file, and not a zip that it stands in. */
  alone: boolean
}

/** What stays fixed while a container is walked; tests lower the limits. */
export interface ContainerLimits {
  maxEntryBytes: number
}

export const containerLimits: ContainerLimits = { maxEntryBytes: 50 * 1024 * 1024 }

const ratioFromBytes = 1024 * 1024

type ContainerContext = Pick<ImportContext, 'workDir' | 'signal' | 'onProgress'> & {
  /** `filename` is the name that stands in the sentence. */
  warn(sentence: string, filename: string): void
  /** Whether an entry of the upload itself may hold activities, beside what all uploads leave out; absent: any may. */
  takes?(path: string): boolean
}

export type Packing = 'gzip' | 'zip' | 'plain'

/** How the bytes are packed, by their magic number. */
export function packingOf(head: Uint8Array): Packing {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  // PK\x03\x04 begins a zip, PK\x05\x06 an empty one.
  if (head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5)) return 'zip'
  return 'plain'
}

/**
 * The activity files in an upload: the file itself, the one inside a gzip, or all those in a zip (also gzipped ones,
 * as Strava exports them, and one level of zips in the zip, as Garmin does). A bad entry of a zip becomes a warning
 * that names it; a plain or gzipped file that cannot be unpacked throws `TellusError` (`unprocessable`).
 * Reports progress in bytes of the upload.
 */
export async function* entriesOf(
  file: ImportFile,
  context: ContainerContext,
  limits: ContainerLimits = containerLimits,
): AsyncGenerator<ContainerEntry, void, undefined> {
  context.signal.throwIfAborted()
  const packing = packingOf(await headOf(file.path, 4))
  if (packing === 'zip') {
    yield* zipEntries(file, { context, limits, depth: 0 })
  } else if (packing === 'gzip') {
    const bytes = await gunzipped(createReadStream(file.path), file.filename, file.sizeBytes, limits)
    yield { name: withoutGz(file.filename), bytes, alone: true }
  } else {
    if (file.sizeBytes > limits.maxEntryBytes) throw tooLarge(file.filename, limits)
    yield { name: file.filename, bytes: await readFile(file.path), alone: true }
  }
}

/** The first bytes of a file, fewer if it is shorter. */
export async function headOf(path: string, bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of createReadStream(path, { start: 0, end: bytes - 1 })) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Opens a zip from disk; a broken directory is the person's to mend. */
export async function openZip(path: string, filename: string): Promise<yauzl.ZipFile> {
  try {
    return await yauzl.openPromise(path, { autoClose: false, validateEntrySizes: true })
  } catch (cause) {
    throw new TellusError('unprocessable', `${filename} is not a complete zip file: upload it again.`, { cause })
  }
}

/** What goes with every zip that is walked; `depth` 0 is the upload itself. */
interface Walk {
  context: ContainerContext
  limits: ContainerLimits
  depth: number
}

/** Walks the entries that may be activities. */
async function* zipEntries(file: ImportFile, walk: Walk): AsyncGenerator<ContainerEntry, void, undefined> {
  const { context, depth } = walk
  const zip = await openZip(file.path, file.filename)
  let read = 0
  try {
    for await (const entry of zip.eachEntry()) {
      context.signal.throwIfAborted()
      const isTaken = depth > 0 || (context.takes?.(entry.fileName) ?? true)
      if (isTaken && mayBeActivity(entry.fileName)) yield* entryOf(zip, entry, walk)
      read += entry.compressedSize
      if (depth === 0) context.onProgress(Math.min(read, file.sizeBytes))
    }
  } catch (cause) {
    context.signal.throwIfAborted()
    if (cause instanceof TellusError) throw cause
    context.warn(`${file.filename} is damaged: the zip could not be read to its end.`, file.filename)
  } finally {
    zip.close()
  }
}

async function* entryOf(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  walk: Walk,
): AsyncGenerator<ContainerEntry, void, undefined> {
  const { context, limits } = walk
  let unpacked: ContainerEntry
  try {
    if (/\.zip$/i.test(entry.fileName)) {
      yield* nestedEntries(zip, entry, walk)
      return
    }
    unpacked = await unpack(zip, entry, limits)
  } catch (error) {
    context.signal.throwIfAborted()
    context.warn(
      error instanceof TellusError ? error.message : `${entry.fileName} is damaged in the zip and was left out.`,
      entry.fileName,
    )
    return
  }
  yield unpacked
}

async function* nestedEntries(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  { context, limits, depth }: Walk,
): AsyncGenerator<ContainerEntry, void, undefined> {
  if (depth > 0) {
    context.warn(`${entry.fileName} was left out: Tellus opens a zip inside a zip, but no deeper.`, entry.fileName)
    return
  }
  guardRatio(entry.fileName, entry.uncompressedSize, entry.compressedSize, ratioFromBytes)
  const path = join(context.workDir, 'nested.zip')
  await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path), { signal: context.signal })
  const file = { path, filename: entry.fileName, sizeBytes: entry.uncompressedSize }
  yield* zipEntries(file, { context, limits, depth: depth + 1 })
}

async function unpack(zip: yauzl.ZipFile, entry: yauzl.Entry, limits: ContainerLimits): Promise<ContainerEntry> {
  const name = entry.fileName
  if (entry.isEncrypted()) {
    throw new TellusError('unprocessable', `${name} is encrypted: bring the zip without a password.`)
  }
  if (entry.uncompressedSize > limits.maxEntryBytes) throw tooLarge(name, limits)
  guardRatio(name, entry.uncompressedSize, entry.compressedSize, ratioFromBytes)
  const bytes = await collect(await zip.openReadStreamPromise(entry), name, entry.compressedSize, limits)
  if (packingOf(bytes) !== 'gzip') return { name, bytes, alone: false }
  const inner = await gunzipped(Readable.from([bytes]), name, bytes.length, limits)
  return { name: withoutGz(name), bytes: inner, alone: false }
}

async function gunzipped(packed: Readable, name: string, packedBytes: number, limits: ContainerLimits) {
  const gunzip = createGunzip()
  // A read error must reach the reader of the other end; pipe() alone would leave it waiting.
  packed.on('error', (error) => gunzip.destroy(error))
  try {
    return await collect(packed.pipe(gunzip), name, packedBytes, limits)
  } finally {
    packed.destroy()
  }
}

/** The whole stream in memory, within the limits whatever sizes the container claims. */
async function collect(
  stream: Readable,
  name: string,
  packedBytes: number,
  limits: ContainerLimits,
): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream) {
      size += chunk.length
      if (size > limits.maxEntryBytes) throw tooLarge(name, limits)
      guardRatio(name, size, packedBytes, ratioFromBytes)
      chunks.push(chunk)
    }
  } catch (cause) {
    if (cause instanceof TellusError) throw cause
    throw new TellusError('unprocessable', `${name} could not be unpacked: it is damaged or not complete.`, { cause })
  } finally {
    stream.destroy()
  }
  return Buffer.concat(chunks)
}

function tooLarge(name: string, { maxEntryBytes }: ContainerLimits): TellusError {
  const megabytes = Math.round(maxEntryBytes / 1024 / 1024)
  return new TellusError('unprocessable', `${name} is larger than ${megabytes} MB, the limit of one activity file.`)
}

/** Exports hold photos and tables beside the activities: those names are not worth unpacking. */
export function mayBeActivity(path: string): boolean {
  if (path.endsWith('/') || path.startsWith('__MACOSX/') || /(^|\/)\.[^/]*$/.test(path)) return false
  return !/\.(csv|json|txt|md|pdf|html?|css|js|xlsx?|jpe?g|png|gif|heic|webp|mp4|mov)(\.gz)?$/i.test(path)
}

const withoutGz = (name: string): string => name.replace(/\.gz$/i, '')
