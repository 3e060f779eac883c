import { buffer } from 'node:stream/consumers'
import yauzl from 'yauzl'

/** The files of a zip as texts or bytes, by their paths, in their order. */
export async function unzipped(zipped: Buffer): Promise<Map<string, Buffer>> {
  const zip = await yauzl.fromBufferPromise(zipped, { validateEntrySizes: true })
  const files = new Map<string, Buffer>()
  for await (const entry of zip.eachEntry())
    files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)))
  return files
}
