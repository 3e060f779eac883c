import { isUtf8 } from 'node:buffer'
import { TellusError } from './errors.ts'

/**
 * A JSON value of which what stands in its lists is read one by one: as values a large body takes many times its bytes, and
 * what lives only for a moment costs next to nothing.
 */
export interface JsonOutline {
  /** The value. In a list directly below it each object and each list is stood for by a list of one number. */
  value: unknown
  /** What something stands for: itself, or such an element. Throws `bad_request` for what is no JSON. */
  elementOf(standIn: unknown): JsonElement
}

export interface JsonElement {
  value: unknown
  /** As it was written; null for what stood for itself. */
  json: Buffer | null
}

/** How much may stand in a body. */
export interface OutlineLimits {
  /** Lists and objects in one another. */
  depth: number
  /** Objects and lists in lists directly below the value. */
  elements: number
}

/**
 * The outline of the JSON that bytes are. Throws `bad_request` for what is none (in an element only when that is read) or too
 * deep, `too_large` for too many elements.
 */
export function outlineOf(json: Buffer, limits: OutlineLimits): JsonOutline {
  if (!isUtf8(json)) throw new TellusError('bad_request', 'the body is not UTF-8')
  const spans = spansOf(json, limits)
  const pieces: string[] = []
  let at = 0
  for (const [index, { from, to }] of spans.entries()) {
    pieces.push(json.toString('utf8', at, from), `[${index}]`)
    at = to
  }
  pieces.push(json.toString('utf8', at))
  return {
    value: parse(pieces.join('')),
    elementOf(standIn) {
      const span = Array.isArray(standIn) ? spans[standIn[0]] : undefined
      if (span === undefined) return { value: standIn, json: null }
      const written = json.subarray(span.from, span.to)
      return { value: parse(written.toString('utf8')), json: written }
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new TellusError('bad_request', 'invalid JSON body')
  }
}

interface Span {
  from: number
  /** After its last byte. */
  to: number
}

const [quote, backslash, openList, closeList, openObject, closeObject] = Buffer.from('"\\[]{}')
/** The value itself is one deep, a list in it two, and what stands in that three. */
const elementDepth = 3

/** Where the elements stand. Only brackets are counted: whether they match is seen when what is in them is read. */
function spansOf(json: Buffer, limits: OutlineLimits): Span[] {
  const spans: Span[] = []
  let depth = 0
  let isInList = false
  let from = 0
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]
    if (byte === quote) at = endOfText(json, at)
    else if (byte === openObject || byte === openList) {
      depth++
      if (depth > limits.depth)
        throw new TellusError('bad_request', `the body is nested more than ${limits.depth} deep`)
      if (depth === elementDepth - 1) isInList = byte === openList
      else if (depth === elementDepth) from = at
    } else if (byte === closeObject || byte === closeList) {
      if (depth === elementDepth && isInList) spans.push({ from, to: at + 1 })
      depth--
      if (spans.length > limits.elements)
        throw new TellusError('too_large', `a body holds at most ${limits.elements} items: send less at once`)
    }
  }
  return spans
}

/** The closing quote of a text that begins with one. */
function endOfText(json: Buffer, from: number): number {
  let at = from + 1
  while (at < json.length && json[at] !== quote) at += json[at] === backslash ? 2 : 1
  return at
}
