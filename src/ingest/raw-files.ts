import { createHash } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Config } from '../config.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { expiredRawFiles, forgetRawFile, knownRawFiles } from './store.ts'

const folder = 'raw'
const partSuffix = '.part'
/** Room the database needs beside the file. */
const reserveBytes = 256 * 1024 * 1024
const checkEveryBytes = 64 * 1024 * 1024

export interface Upload {
  /** Absolute path. */
  path: string
  /** Relative to the data directory, as it is stored. */
  rawPath: string
  bytes: number
  sha256: Buffer
}

type Place = Pick<Config, 'dataDir' | 'maxImportBytes'>

/**
 * Writes a stream to `raw/<id>` in the data directory and makes it durable (file and folder synced). Throws 507 when the
 * disk has no room for it, 413 past the configured size, 400 when the sender breaks off; nothing is left then.
 */
export async function keepUpload(
  place: Place,
  id: string,
  stream: Readable,
  announcedBytes: number | null,
): Promise<Upload> {
  const directory = join(place.dataDir, folder)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  checkSize(place, announcedBytes ?? 0)
  await checkRoom(directory, announcedBytes ?? 0)
  const rawPath = join(folder, id)
  const path = join(place.dataDir, rawPath)
  const part = `${path}${partSuffix}`
  const hash = createHash('sha256')
  let bytes = 0
  const file = await open(part, 'wx', 0o600)
  try {
    let checkedAt = 0
    for await (const chunk of stream) {
      bytes += chunk.length
      checkSize(place, bytes)
      if (bytes - checkedAt > checkEveryBytes) {
        await checkRoom(directory, 0)
        checkedAt = bytes
      }
      hash.update(chunk)
      await file.write(chunk)
    }
    if (announcedBytes !== null && bytes !== announcedBytes)
      throw new TellusError(
        'bad_request',
        `the upload broke off after ${bytes} of ${announcedBytes} bytes: send it again`,
      )
    if (bytes === 0) throw new TellusError('bad_request', 'the request body is empty: send the file as the raw body')
    await file.sync()
  } catch (error) {
    await file.close()
    await rm(part, { force: true })
    if (error instanceof TellusError) throw error
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOSPC') throw diskFull(directory, error)
    throw new TellusError('bad_request', `the upload broke off after ${bytes} bytes: send it again`, { cause: error })
  }
  await file.close()
  await rename(part, path)
  const handle = await open(directory, 'r')
  await handle.sync()
  await handle.close()
  return { path, rawPath, bytes, sha256: hash.digest() }
}

function checkSize(place: Place, bytes: number): void {
  if (bytes > place.maxImportBytes)
    throw new TellusError(
      'too_large',
      `the file is larger than the limit of ${place.maxImportBytes} bytes (TELLUS_MAX_IMPORT_BYTES)`,
    )
}

async function checkRoom(directory: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory)
  if (bavail * bsize < neededBytes + reserveBytes) throw diskFull(directory)
}

const diskFull = (directory: string, cause?: unknown): TellusError =>
  new TellusError(
    'disk_full',
    `there is not enough free disk space in ${directory} for this file: free some and send it again`,
    { cause },
  )

export const removeUpload = (place: Pick<Config, 'dataDir'>, rawPath: string): Promise<void> =>
  rm(join(place.dataDir, rawPath), { force: true })

/** Removes uploads past the retention time, and what a killed process had half written. Gives how many were removed. */
export async function sweepUploads(hub: Pick<Hub, 'db' | 'config' | 'clock'>): Promise<number> {
  const before = new Date(hub.clock.now() - hub.config.rawRetentionDays * 86_400_000)
  const expired = await expiredRawFiles(hub.db, before)
  for (const { id, raw_path } of expired) {
    await removeUpload(hub.config, raw_path)
    await forgetRawFile(hub.db, id)
  }
  return expired.length
}

/**
 * Removes, at start, what no import knows: parts of uploads that a killed process had begun. Only the process that owns
 * the data directory may call it, before it takes uploads.
 */
export async function removeOrphans(hub: Pick<Hub, 'db' | 'config'>): Promise<void> {
  const directory = join(hub.config.dataDir, folder)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const known = new Set((await knownRawFiles(hub.db)).map((row) => row.raw_path))
  for (const name of await readdir(directory))
    if (!known.has(join(folder, name))) await rm(join(directory, name), { recursive: true, force: true })
}
