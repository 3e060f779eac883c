import { constants, createWriteStream } from 'node:fs'
import { copyFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { TellusError } from '../../lib/errors.ts'
import { headOf, openZip, packingOf } from '../container.ts'
import type { ImportContext, ImportFile } from '../importer.ts'
import { guardRatio } from '../unpack-ratio.ts'

/** A database packs well, being full of zeros: the ratio is judged from here on. */
const ratioFromBytes = 64 * 1024 * 1024

/** Where the database lies in the zip that Health Connect writes. */
export const databasePath = /(^|\/)health_connect_export\.db$/i

/** The first bytes of every SQLite file. */
export const beginsAsDatabase = (head: Uint8Array): boolean =>
  Buffer.from(head.buffer, head.byteOffset, Math.min(16, head.byteLength)).equals(Buffer.from('SQLite format 3\0'))

export interface ExtractedDatabase {
  path: string
  sizeBytes: number
  /** The file is shorter than it says. */
  isCut: boolean
}

/** Puts the database into the work folder, out of the zip or as it was brought: nobody writes beside the upload. */
export async function extractDatabase(
  file: ImportFile,
  context: Pick<ImportContext, 'workDir' | 'signal'>,
): Promise<ExtractedDatabase> {
  const path = join(context.workDir, 'health_connect.db')
  const head = await headOf(file.path, 16)
  if (packingOf(head) === 'zip') await unzip(file, path, context.signal)
  else if (beginsAsDatabase(head)) await copyFile(file.path, path, constants.COPYFILE_FICLONE)
  else throw noDatabase(file.filename)
  const { size } = await stat(path)
  return { path, sizeBytes: size, isCut: size < pagesBytes(await headOf(path, headerBytes)) }
}

/** Bytes of SQLite's header, https://www.sqlite.org/fileformat.html#the_database_header. */
const headerBytes = 100

/** How long the file says that it is; 0 when it does not tell. */
function pagesBytes(header: Buffer): number {
  if (header.length < headerBytes) return Number.POSITIVE_INFINITY
  const pageSize = header.readUInt16BE(16)
  // The count of pages holds only for the version that wrote it.
  const isTold = header.readUInt32BE(24) === header.readUInt32BE(92)
  return isTold ? (pageSize === 1 ? 65_536 : pageSize) * header.readUInt32BE(28) : 0
}

async function unzip(file: ImportFile, path: string, signal: AbortSignal): Promise<void> {
  const zip = await openZip(file.path, file.filename)
  try {
    for await (const entry of zip.eachEntry()) {
      signal.throwIfAborted()
      if (!databasePath.test(entry.fileName)) continue
      if (entry.isEncrypted()) {
        throw new TellusError('unprocessable', `${file.filename} is encrypted: bring it without a password.`)
      }
      let unpackedBytes = 0
      const meter = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          unpackedBytes += chunk.length
          try {
            guardRatio(file.filename, unpackedBytes, entry.compressedSize, ratioFromBytes)
            done(null, chunk)
          } catch (error) {
            done(error instanceof Error ? error : new Error(String(error)))
          }
        },
      })
      await pipeline(await zip.openReadStreamPromise(entry), meter, createWriteStream(path), { signal })
      return
    }
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof TellusError) throw cause
    throw new TellusError('unprocessable', `${file.filename} is damaged: export it again.`, { cause })
  } finally {
    zip.close()
  }
  throw noDatabase(file.filename)
}

const noDatabase = (filename: string): TellusError =>
  new TellusError(
    'unprocessable',
    `${filename} is no export of Health Connect: bring the zip that it writes, or the health_connect_export.db in it.`,
  )
