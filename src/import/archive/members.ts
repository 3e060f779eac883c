import type { Readable } from 'node:stream'
import type { Entry, ZipFile } from 'yauzl'
import { TellusError } from '../../lib/errors.ts'
import { openZip } from '../container.ts'
import type { ImportFile } from '../importer.ts'
import { guardRatio } from '../unpack-ratio.ts'

/** A file in an archive of somebody's whole account. */
export interface Member {
  /** Path in the archive; only compared and shown, never used as one. */
  path: string
  /** The last part of the path: vendors move their files between folders, and keep their names. */
  name: string
  packedBytes: number
  /** The unpacked bytes. Throws `TellusError` (`unprocessable`) for one that cannot be unpacked. */
  open(): Promise<Readable>
}

export interface Archive extends AsyncDisposable {
  /** Those that were wanted, in order of path: archives of the same data give the same records. */
  members: readonly Member[]
}

/** Far more files than thirty years of an account have, and still few to hold the names of. */
const maxMembers = 200_000
/** Minutes of a day that all say the same pack very well: below this nobody is harmed. */
const ratioFromBytes = 16 * 1024 * 1024

/**
 * Opens the zip of an archive for reading its files in any order; `wanted` says by the path which are of use. Throws
 * `TellusError` (`unprocessable`) for an empty file, one that is no whole zip, and one that holds too many files.
 */
export async function openArchive(file: ImportFile, wanted: (path: string) => boolean): Promise<Archive> {
  if (file.sizeBytes === 0) throw new TellusError('unprocessable', `${file.filename} is empty: bring the file again.`)
  const zip = await openZip(file.path, file.filename)
  try {
    const members = await membersOf(zip, file.filename, wanted)
    return {
      members: members.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
      async [Symbol.asyncDispose]() {
        zip.close()
      },
    }
  } catch (cause) {
    zip.close()
    if (cause instanceof TellusError) throw cause
    throw new TellusError('unprocessable', `${file.filename} is a damaged zip: download it again.`, { cause })
  }
}

async function membersOf(zip: ZipFile, filename: string, wanted: (path: string) => boolean): Promise<Member[]> {
  const members: Member[] = []
  for await (const entry of zip.eachEntry()) {
    const path = entry.fileName
    if (path.endsWith('/') || path.startsWith('__MACOSX/') || !wanted(path)) continue
    if (members.length >= maxMembers) {
      throw new TellusError('unprocessable', `${filename} holds more than ${maxMembers} files and was not read.`)
    }
    members.push({
      path,
      name: path.slice(path.lastIndexOf('/') + 1),
      packedBytes: entry.compressedSize,
      open: () => openMember(zip, entry),
    })
  }
  return members
}

async function openMember(zip: ZipFile, entry: Entry): Promise<Readable> {
  const { fileName, uncompressedSize, compressedSize } = entry
  if (entry.isEncrypted()) {
    throw new TellusError('unprocessable', `${fileName} is encrypted: bring the zip without a password.`)
  }
  // The zip is opened such that a stream longer than it says is an error.
  guardRatio(fileName, uncompressedSize, compressedSize, ratioFromBytes)
  try {
    return await zip.openReadStreamPromise(entry)
  } catch (cause) {
    throw new TellusError('unprocessable', `${fileName} is damaged in the zip and was left out.`, { cause })
  }
}
