import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'

export interface Measured {
  bytes: number
  sha256: string
  /** Line feeds: the rows of a table as `COPY` writes it. */
  lines: number
}

const lineFeed = 10

/** Passes bytes through and says at their end how many there were, and their checksum. */
export function measuring(onEnd: (measured: Measured) => void): Transform {
  const hash = createHash('sha256')
  let bytes = 0
  let lines = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, at + 1)) lines++
      done(null, chunk)
    },
    flush(done) {
      onEnd({ bytes, sha256: hash.digest('hex'), lines })
      done()
    },
  })
}
