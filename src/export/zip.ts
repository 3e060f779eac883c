import { PassThrough, Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** Samples come out nearly as small as with slower levels. Only their owner may read the files. */
const writing = { mode: 0o100600, compress: true, compressionLevel: 3 }

/** A file of an export, made while it is read. */
export interface ExportFile {
  /** Its path in the zip. */
  name: string
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>
}

/**
 * A zip of files that are made one after the other, each only when the one before it has been read: memory holds one
 * piece, whatever the whole comes to, and nothing is made for a reader who has gone. Ends with the error of a file that
 * fails, so that a zip which is whole can be told from one that is not.
 */
export function zipOf(files: AsyncIterable<ExportFile>, madeAtMs: number): Readable {
  const zip = new ZipFile()
  const out = new PassThrough()
  const gone = new AbortController()
  out.once('close', () => gone.abort())
  zip.on('error', (error) => out.destroy(error))
  // Both ends hear of what goes wrong from `out`.
  pipeline(zip.outputStream, out).catch(() => undefined)
  addAll(zip, files, new Date(madeAtMs), gone.signal).then(
    () => zip.end(),
    (error) => out.destroy(error),
  )
  return out
}

async function addAll(zip: ZipFile, files: AsyncIterable<ExportFile>, mtime: Date, signal: AbortSignal): Promise<void> {
  for await (const { name, pieces } of files) {
    const content = Readable.from(pieces, { objectMode: false })
    const stop = () => content.destroy()
    signal.addEventListener('abort', stop, { once: true })
    zip.addReadStream(content, name, { ...writing, mtime })
    await finished(content, { signal })
    signal.removeEventListener('abort', stop)
  }
}
