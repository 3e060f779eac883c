import type { Readable } from 'node:stream'
import { TellusError } from '../../lib/errors.ts'

/** How the objects lie in a document: the list itself, or a list under a key of the document (or of its only item). */
export type Layout = 'list' | 'wrapped'

/** Bytes of objects that are parsed at once: far fewer calls than one an object, and little memory. */
const batchBytes = 256 * 1024
/** A night with its stages or a workout with its splits has some hundred kilobytes. */
const maxElementBytes = 32 * 1024 * 1024

const quote = 0x22
const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d

/**
 * The objects of a JSON document that may be larger than the memory, some at a time and in order. `list` is
 * `[{…}, …]`, or one object alone; `wrapped` is `[{"key": [{…}, …]}]` or `{"key": [{…}, …]}`. What stands before a break or a
 * damaged place is given first; then `TellusError` (`unprocessable`) is thrown, with the name of the file.
 */
export async function* elementsOf(
  bytes: Readable,
  name: string,
  layout: Layout = 'list',
): AsyncGenerator<unknown[], void, undefined> {
  const found = createFinder(name, layout === 'wrapped' ? 2 : 0)
  let failure: unknown
  try {
    for await (const chunk of bytes) {
      found.push(chunk)
      if (found.heldBytes >= batchBytes) yield found.take()
    }
  } catch (error) {
    failure = error
  } finally {
    bytes.destroy()
  }
  if (found.heldBytes > 0) yield found.take()
  if (failure instanceof TellusError) throw failure
  if (failure !== undefined || !found.isWhole) {
    throw new TellusError('unprocessable', `${name} breaks off or is damaged: what stands before the break was read.`, {
      cause: failure,
    })
  }
}

/** Finds where objects begin and end by their brackets alone, and parses whole ones. */
function createFinder(name: string, deeper: number) {
  let level = 0
  let wanted: number | null = null
  let isText = false
  let isEscaped = false
  /** Bytes of an object that began in an earlier chunk. */
  let begun: Buffer[] = []
  let begunBytes = 0
  let isInside = false
  let held: Buffer[] = []
  let heldBytes = 0

  const keep = (part: Buffer): void => {
    begun.push(part)
    begunBytes += part.length
    if (begunBytes > maxElementBytes) {
      throw new TellusError(
        'unprocessable',
        `${name} holds an entry that is larger than any real one and was not read.`,
      )
    }
  }
  const hold = (): void => {
    held.push(...begun)
    heldBytes += begunBytes
    held.push(comma)
    begun = []
    begunBytes = 0
  }

  return {
    get heldBytes() {
      return heldBytes
    },
    /** Whether every bracket that was opened is closed. */
    get isWhole() {
      return level === 0 && !isText && wanted !== null
    },
    push(chunk: Buffer): void {
      let from = 0
      for (let at = 0; at < chunk.length; at++) {
        const byte = chunk[at]
        if (isText) {
          if (isEscaped) isEscaped = false
          else if (byte === backslash) isEscaped = true
          else if (byte === quote) isText = false
        } else if (byte === quote) isText = true
        else if (byte === openBrace || byte === openBracket) {
          wanted ??= deeper + (byte === openBracket ? 1 : 0)
          if (level === wanted && byte === openBrace) {
            isInside = true
            from = at
          }
          level++
        } else if (byte === closeBrace || byte === closeBracket) {
          level--
          if (isInside && level === wanted) {
            keep(chunk.subarray(from, at + 1))
            hold()
            isInside = false
          }
        }
      }
      if (isInside) keep(chunk.subarray(from))
    },
    /** The whole objects found since, parsed. */
    take(): unknown[] {
      const text = Buffer.concat(held.slice(0, -1)).toString('utf8')
      held = []
      heldBytes = 0
      try {
        const list: unknown = JSON.parse(`[${text}]`)
        return Array.isArray(list) ? list : []
      } catch (cause) {
        throw new TellusError('unprocessable', `${name} is damaged and was read in part.`, { cause })
      }
    },
  }
}

const comma = Buffer.from(',')
