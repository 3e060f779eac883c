import { SaxesParser } from 'saxes'

/**
 * Drives saxes. It is fed one character per byte (latin1), not decoded UTF-8: that is as correct, because every byte of
 * XML's own syntax is ASCII and XML 1.0 allows the characters 0x80 to 0xff, and it costs a quarter less time and memory;
 * the few values that hold more than ASCII are decoded when they are used (text.ts). It also makes chunk borders inside
 * a character a matter of no concern. XML 1.0 is forced, because 1.1 would read the byte 0x85 as a line end.
 */
export interface XmlReader {
  /** Parses the next bytes; false when the document cannot be read any further. */
  write(bytes: Buffer): boolean
  /** Tells that there are no more bytes; false when the document was not complete. */
  end(): boolean
}

export type Attributes = Readonly<Record<string, string>>

export interface ElementSink {
  /** An element begins. `attributes` hold raw text, see `decodeText`. */
  open(name: string, attributes: Attributes): void
  /** An element ends, also one that closes itself. */
  close(name: string): void
  /** An entity that XML does not know stays as it is written; this counts it. */
  badEntity(): void
}

/** No export nests deeper than six, nor has a value of a megabyte; both would only fill the memory. */
const maxDepth = 50
const maxSilentBytes = 8 * 1024 * 1024

const options = { xmlns: false, position: false, defaultXMLVersion: '1.0', forceXMLVersion: true } as const

/** Thrown through saxes to leave it at once; never leaves this file. */
class Unreadable extends Error {}

export function createXmlReader(sink: ElementSink): XmlReader {
  const parser = new SaxesParser(options)
  let depth = 0
  let silentBytes = 0
  let broken = false

  parser.on('opentag', (tag) => {
    silentBytes = 0
    if (++depth > maxDepth) throw new Unreadable('nested too deep')
    sink.open(tag.name, tag.attributes)
  })
  parser.on('closetag', (tag) => {
    depth--
    sink.close(tag.name)
  })
  parser.on('error', (error) => {
    if (!/entity/.test(error.message)) throw new Unreadable(error.message)
    sink.badEntity()
  })

  const attempt = (step: () => void): boolean => {
    if (broken) return false
    try {
      step()
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      broken = true
    }
    return !broken
  }

  return {
    write: (bytes) =>
      attempt(() => {
        silentBytes += bytes.length
        if (silentBytes > maxSilentBytes) throw new Unreadable('a value without end')
        parser.write(bytes.toString('latin1'))
      }),
    end: () => attempt(() => parser.close()),
  }
}
