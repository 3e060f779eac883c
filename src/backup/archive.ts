import { open as openFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import yauzl from 'yauzl'
import { z } from 'zod'
import { TellusError } from '../lib/errors.ts'
import {
  credentialsName,
  formatVersion,
  type Job,
  jobSchema,
  jobsName,
  keysName,
  type Manifest,
  manifestName,
  manifestSchema,
  tableEntry,
  uploadPattern,
} from './format.ts'
import { type Measured, measuring } from './measure.ts'

/** An opened backup whose manifest was read and understood. */
export interface Archive extends Disposable {
  path: string
  manifest: Manifest
  /** The bytes of an entry; reading fails with a sentence when they are not those that were written. */
  read(name: string): Promise<Readable>
  text(name: string): Promise<string>
  jobs(): Promise<Job[]>
}

const mostManifestBytes = 256 * 1024 * 1024

/** Opens a backup. Throws a sentence for a file that is none, is cut short, or was written by a newer Tellus. */
export async function openArchive(path: string): Promise<Archive> {
  const zip = await openZip(path)
  try {
    const entries = new Map<string, yauzl.Entry>()
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)
    const own = entries.get(manifestName)
    if (own === undefined || own.uncompressedSize > mostManifestBytes) throw notOurs(path)
    const manifest = parseManifest(path, (await buffer(await zip.openReadStreamPromise(own))).toString('utf8'))
    const missing = namesOf(manifest).filter((name) => !entries.has(name))
    if (missing.length > 0) throw damaged(path, `it lacks ${missing.join(', ')}`)
    const read = async (name: string): Promise<Readable> => {
      const entry = entries.get(name)
      const known = manifest.entries.find((one) => one.name === name)
      if (entry === undefined || known === undefined) throw damaged(path, `it lacks ${name}`)
      const source = await zip.openReadStreamPromise(entry)
      const checked = measuring(({ bytes, sha256 }) => {
        if (bytes !== known.bytes || sha256 !== known.sha256)
          checked.destroy(damaged(path, `${name} is not what was written`))
      })
      source.on('error', (cause) => checked.destroy(damaged(path, `${name} cannot be read`, cause)))
      return source.pipe(checked)
    }
    const text = async (name: string) => (await buffer(await read(name))).toString('utf8')
    return {
      path,
      manifest,
      read,
      text,
      jobs: async () => z.array(jobSchema).parse(JSON.parse(await text(jobsName))),
      [Symbol.dispose]: () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error instanceof TellusError ? error : damaged(path, 'its list of contents cannot be read', error)
  }
}

/** Reads all of a backup and compares it with its manifest: sizes, checksums and rows. Throws a sentence. */
export async function verifyArchive(archive: Archive): Promise<void> {
  const { manifest, path } = archive
  const measured = new Map<string, Measured>()
  for (const name of namesOf(manifest)) {
    const count = measuring((result) => measured.set(name, result))
    count.resume()
    await pipeline(await archive.read(name), count)
  }
  for (const { name, rows } of manifest.tables)
    if (measured.get(tableEntry(name))?.lines !== rows) throw damaged(path, `${name} has not the rows it should`)
  if ((await archive.jobs()).length !== manifest.jobs) throw damaged(path, 'jobs are missing')
}

/** What a manifest says there is. */
function namesOf(manifest: Manifest): string[] {
  const uploads = manifest.entries.map(({ name }) => name).filter((name) => uploadPattern.test(name))
  const secrets = manifest.entries
    .map(({ name }) => name)
    .filter((name) => name === keysName || name === credentialsName)
  return [jobsName, ...manifest.tables.map(({ name }) => tableEntry(name)), ...uploads, ...secrets]
}

async function openZip(path: string): Promise<yauzl.ZipFile> {
  try {
    return await yauzl.openPromise(path, { autoClose: false, validateEntrySizes: true })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code === 'ENOENT') throw new TellusError('not_found', `There is no file ${path}.`, { cause })
    if (code === 'EACCES') throw new TellusError('forbidden', `${path} cannot be read by this user.`, { cause })
    if (code === 'EISDIR') throw new TellusError('bad_request', `${path} is a folder, not a backup.`, { cause })
    throw (await beginsAsZip(path)) ? damaged(path, 'its end is missing, so it was cut short', cause) : notOurs(path)
  }
}

async function beginsAsZip(path: string): Promise<boolean> {
  const file = await openFile(path, 'r')
  try {
    const { buffer: start } = await file.read({ buffer: Buffer.alloc(4), position: 0 })
    return start.toString('latin1') === 'PK\x03\x04'
  } finally {
    await file.close()
  }
}

function parseManifest(path: string, text: string): Manifest {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw damaged(path, 'its manifest cannot be read', cause)
  }
  const about = z
    .looseObject({ format: z.literal('tellus-backup'), version: z.int(), tellus: z.string() })
    .safeParse(value)
  if (!about.success) throw notOurs(path)
  if (about.data.version > formatVersion)
    throw new TellusError(
      'conflict',
      `${path} was written by Tellus ${about.data.tellus}, in a form this version does not know: restore it with that version or a later one.`,
    )
  const parsed = manifestSchema.safeParse(value)
  if (!parsed.success) throw damaged(path, 'its manifest is not complete', parsed.error)
  return parsed.data
}

const notOurs = (path: string): TellusError =>
  new TellusError('bad_request', `${path} is not a backup of Tellus: give a file that tellus backup wrote.`)

const damaged = (path: string, why: string, cause?: unknown): TellusError =>
  new TellusError('bad_request', `The backup ${path} is damaged (${why}): take another copy of it.`, { cause })
