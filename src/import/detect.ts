import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Entry, ZipFile } from 'yauzl'
import { TellusError } from '../lib/errors.ts'
import { headOf, mayBeActivity, openZip, packingOf } from './container.ts'
import { type ImportFile, type ImportKind, isActivityKind } from './importer.ts'
import { kindByBeginning, kindByFirstPath, kindByPath, marks, readableKinds } from './marks.ts'

/** Enough for the header or root element, also behind comments, namespaces and Apple's long inner DTD. */
const headBytes = 64 * 1024
/** Entries of a zip whose beginning is looked at before the zip counts as holding none of the kinds. */
const maxPeeks = 200

/**
 * The kind of an upload by what is in it, not by its name. Of a zip with activity files of several kinds, the kind of
 * the first one found; each importer of activity files reads them all. Throws `TellusError` (`unprocessable`) for an
 * empty file and for one that is none of the kinds.
 */
export async function detectImport(file: ImportFile): Promise<ImportKind> {
  return (await inspect(file)).kind
}

/**
 * The kind to import an upload as: the one asked for, if the content agrees, else the one found. Throws as
 * `detectImport` does, and when the two differ.
 */
export async function kindOfImport(file: ImportFile, asked?: ImportKind): Promise<ImportKind> {
  const { kind, isZip } = await inspect(file)
  if (asked === undefined || asked === kind) return kind
  // A zip of activity files may mix kinds, so any of the three may be asked for.
  if (isZip && isActivityKind(kind) && isActivityKind(asked)) return asked
  throw mismatch(asked, kind, file.filename, isZip)
}

/** The kind of one unpacked file by its first bytes; null when it is none. */
export const kindOfContent = (bytes: Uint8Array): ImportKind | null => kindByBeginning(bytes.subarray(0, headBytes))

export const unknownKind = (filename: string): TellusError =>
  new TellusError('unprocessable', `${filename} is none of the kinds Tellus reads: ${readableKinds()}.`)

/** `isZip` says that the content found stands in a zip. */
export function mismatch(asked: ImportKind, found: ImportKind, filename: string, isZip = false): TellusError {
  const content = isZip && isActivityKind(found) ? 'a zip of activity files' : marks[found].called
  return new TellusError(
    'unprocessable',
    `You asked for kind=${asked}, but the file is ${content}: ask for kind=${found} or leave the kind out (${filename}).`,
  )
}

async function inspect(file: ImportFile): Promise<{ kind: ImportKind; isZip: boolean }> {
  const head = await headOf(file.path, headBytes)
  if (head.length === 0) throw new TellusError('unprocessable', `${file.filename} is empty: bring the file again.`)
  const packing = packingOf(head)
  const isZip = packing === 'zip'
  const kind = isZip
    ? await kindOfZip(file, head)
    : kindOfContent(packing === 'gzip' ? await gunzippedHead(createReadStream(file.path)) : head)
  if (kind === null) throw unknownKind(file.filename)
  return { kind, isZip }
}

async function kindOfZip(file: ImportFile, head: Buffer): Promise<ImportKind | null> {
  // The directory stands at the end and is lost when an upload is cut off; some importers read what is left.
  const cut = kindByFirstPath(firstName(head))
  if (cut !== null) return cut
  const zip = await openZip(file.path, file.filename)
  try {
    let found: ImportKind | null = null
    let peeks = 0
    for await (const entry of zip.eachEntry()) {
      const marked = kindByPath(entry.fileName)
      if (marked !== null) return marked
      if (found !== null || peeks >= maxPeeks || !mayBeActivity(entry.fileName) || entry.isEncrypted()) continue
      peeks++
      found = await kindOfEntry(zip, entry)
      if (found !== null && !isActivityKind(found)) return found
    }
    return found
  } catch (cause) {
    if (cause instanceof TellusError) throw cause
    throw new TellusError('unprocessable', `${file.filename} is a damaged zip: upload it again.`, { cause })
  } finally {
    zip.close()
  }
}

/** Name of the first file in a zip, from the header in front of it; empty when there is none. */
const firstName = (head: Buffer): string =>
  head.length < 30 ? '' : head.toString('utf8', 30, 30 + head.readUInt16LE(26))

async function kindOfEntry(zip: ZipFile, entry: Entry): Promise<ImportKind | null> {
  const head = await firstBytes(await zip.openReadStreamPromise(entry))
  const packing = packingOf(head)
  // People zip the zips of FIT files that Garmin's export holds.
  if (packing === 'zip') return 'fit'
  return kindOfContent(packing === 'gzip' ? await gunzippedHead(Readable.from([head])) : head)
}

async function firstBytes(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= headBytes) break
  }
  return Buffer.concat(chunks)
}

/** The beginning of what a gzip holds; of a broken one as much as there is. */
async function gunzippedHead(packed: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  const gunzip = createGunzip()
  packed.on('error', (error) => gunzip.destroy(error))
  try {
    for await (const chunk of packed.pipe(gunzip)) {
      chunks.push(chunk)
      size += chunk.length
      if (size >= headBytes) break
    }
  } catch (error) {
    // The head of a cut gzip ends in an error after the bytes that are needed here.
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))) throw error
  } finally {
    packed.destroy()
  }
  return Buffer.concat(chunks)
}
