import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { TellusError } from './errors.ts'
import { newId } from './ids.ts'

/** A stream that came to its end, and waits until there is room to read it. */
export interface Spooled extends AsyncDisposable {
  /** All of it, in memory from now on. */
  read(): Promise<Buffer>
}

/** How much a stream may hold, and how much of that waits in memory. */
export interface SpoolLimits {
  mostBytes: number
  inMemoryBytes: number
}

/**
 * Takes a stream as it comes. What is longer than a little waits in a file of a folder, which has no name any more: however the
 * process ends, nothing is left of it. Throws `too_large` as soon as it is longer than it may be, `disk_full`, and `bad_request`
 * when the sender breaks off.
 */
export async function spool(stream: Readable, folder: string, limits: SpoolLimits): Promise<Spooled> {
  const { mostBytes, inMemoryBytes } = limits
  let held: Buffer[] = []
  let heldBytes = 0
  let bytes = 0
  let file: FileHandle | null = null
  try {
    // Left open where it is refused: who still sends is to read why.
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      held.push(chunk)
      heldBytes += chunk.length
      bytes += chunk.length
      if (bytes > mostBytes) throw tooLarge(mostBytes)
      if (heldBytes <= inMemoryBytes) continue
      file ??= await openNameless(folder)
      await file.writev(held)
      held = []
      heldBytes = 0
    }
  } catch (error) {
    await file?.close()
    throw refusalOf(error, folder)
  }
  const last = Buffer.concat(held)
  return {
    async read() {
      if (file === null) return last
      const all = Buffer.allocUnsafe(bytes)
      const { bytesRead } = await file.read(all, 0, bytes - last.length, 0)
      if (bytesRead !== bytes - last.length)
        throw new Error(`${bytesRead} bytes of a spooled body of ${bytes} are left`)
      last.copy(all, bytesRead)
      return all
    },
    [Symbol.asyncDispose]: async () => file?.close(),
  }
}

/** Whoever is refused so has most of their body yet to send: the connection is of no more use. */
export const tooLarge = (mostBytes: number): TellusError =>
  new TellusError('too_large', `the body is larger than ${mostBytes} bytes: send less at once`, {
    headers: { Connection: 'close' },
  })

async function openNameless(folder: string): Promise<FileHandle> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, newId())
  const file = await open(path, 'wx+', 0o600)
  await unlink(path)
  return file
}

function refusalOf(error: unknown, folder: string): unknown {
  if (error instanceof TellusError) return error
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC')
    return new TellusError(
      'disk_full',
      `there is no room left in ${folder} for this body: free some and send it again`,
      {
        cause: error,
      },
    )
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE')
    return new TellusError('bad_request', 'the body broke off: send it again', { cause: error })
  return error
}
