import { setImmediate } from 'node:timers/promises'
import { SaxesParser } from 'saxes'
import { TellusError } from '../../lib/errors.ts'

/** What a reader is told of an XML file, in order; names come without their namespace prefix. */
export interface XmlHandler {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  /** `text` is what stands directly in the element, trimmed. */
  close(name: string, text: string): void
}

/** How far an XML file could be read; `brokenAt` is the share of its characters, null when it is whole. */
export interface XmlOutcome {
  brokenAt: number | null
}

const chunkLength = 256 * 1024
/** No activity file nests this deep; a parser's stack must not grow with what someone uploads. */
const maxDepth = 64

/**
 * Reads XML as a stream of elements. Exporters put prefixes, byte order marks and blanks before the declaration as
 * they like, so all are taken. A file that breaks off or is not well formed is read up to there. Throws `TellusError`
 * for a document type definition, which no activity file has and which can make a small file unfold endlessly.
 */
export async function readXml(name: string, bytes: Uint8Array, handler: XmlHandler): Promise<XmlOutcome> {
  const reading = steps(name, decoded(bytes), handler)
  for (let chunks = 0; ; chunks++) {
    const { done, value } = reading.next()
    if (done === true) return value
    // Other requests are answered by the same thread.
    if (chunks % 8 === 0) await setImmediate()
  }
}

/** `readXml` in one go, of a text that is no longer than what a provider answers with. */
export function readXmlText(name: string, text: string, handler: XmlHandler): XmlOutcome {
  const reading = steps(name, text, handler)
  for (;;) {
    const { done, value } = reading.next()
    if (done === true) return value
  }
}

function* steps(name: string, whole: string, handler: XmlHandler): Generator<undefined, XmlOutcome> {
  const text = whole.trimStart()
  const parser = new SaxesParser()
  const open: { name: string; text: string }[] = []
  parser.on('error', (error) => {
    throw error
  })
  parser.on('doctype', () => {
    throw new TellusError('unprocessable', `${name} has a DOCTYPE, which activity files do not have, and was not read.`)
  })
  parser.on('opentag', (tag) => {
    if (open.length >= maxDepth) throw new TellusError('unprocessable', `${name} is nested too deep to be read.`)
    const local = localName(tag.name)
    open.push({ name: local, text: '' })
    handler.open(local, tag.attributes)
  })
  const collect = (part: string) => {
    const element = open.at(-1)
    if (element !== undefined) element.text += part
  }
  parser.on('text', collect)
  parser.on('cdata', collect)
  parser.on('closetag', () => {
    const element = open.pop()
    if (element !== undefined) handler.close(element.name, element.text.trim())
  })
  for (let at = 0; at < text.length; at += chunkLength) {
    try {
      parser.write(text.slice(at, at + chunkLength))
    } catch (error) {
      if (error instanceof TellusError) throw error
      return { brokenAt: Math.min(1, parser.position / text.length) }
    }
    yield
  }
  try {
    parser.close()
  } catch (error) {
    if (error instanceof TellusError) throw error
    return { brokenAt: 1 }
  }
  return { brokenAt: null }
}

/** Name of the root element without its prefix; null when the text does not begin like XML. */
export function rootElementOf(head: Uint8Array): string | null {
  const text = decoded(head).trimStart()
  if (!text.startsWith('<')) return null
  const root = /<([A-Za-z_][\w.-]*(?::[\w.-]+)?)/.exec(text.replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>/g, ''))
  return root?.[1] === undefined ? null : localName(root[1])
}

export const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

function decoded(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}
