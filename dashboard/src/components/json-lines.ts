/**
 * A JSON text cut into the lines it is shown in. Nothing is parsed into values and nothing is written anew: every
 * line is a piece `start..end` of the text itself, so 1.0, 1e5, long numbers, key order and escapes stay as they came.
 */
export type JsonLines = {
  text: string
  count: number
  /** Where each line's piece begins and ends in `text`. */
  start: Int32Array
  end: Int32Array
  /** The number shown beside it; 0 where a piece continues the line above. */
  number: Int32Array
  /** How deep it stands. */
  depth: Int32Array
  /** For a line that opens an object or list: the line that closes it; otherwise -1. */
  closes: Int32Array
  /** For a line that opens: how many entries there are between. */
  entries: Int32Array
}

const QUOTE = 34
const COMMA = 44
const COLON = 58
const BACKSLASH = 92
const OPEN_LIST = 91
const CLOSE_LIST = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

const isSpace = (code: number) => code === 32 || code === 10 || code === 13 || code === 9

/** Numbers that grow: a typed array that doubles. */
function growing() {
  let items = new Int32Array(1024)
  let length = 0
  return {
    get: (at: number) => items[at] ?? -1,
    set: (at: number, value: number) => {
      items[at] = value
    },
    push: (value: number) => {
      if (length === items.length) {
        const larger = new Int32Array(length * 2)
        larger.set(items)
        items = larger
      }
      items[length++] = value
    },
    done: () => items.slice(0, length),
  }
}

/** The end (exclusive) of the string that begins at `at`; -1 when it never ends. */
export function stringEnd(text: string, at: number): number {
  let end = text.indexOf('"', at + 1)
  while (end !== -1) {
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++
    if (slashes % 2 === 0) return end + 1
    end = text.indexOf('"', end + 1)
  }
  return -1
}

/**
 * Cuts a text into lines, one per entry, empty objects and lists on one line. Null when it is not JSON in its
 * brackets and strings (a bad bare word inside is let through and shown).
 */
export function formattedLines(text: string): JsonLines | null {
  const [start, end, depth, closes, entries] = [growing(), growing(), growing(), growing(), growing()]
  const open: { line: number; code: number; commas: number }[] = []
  let lines = 0
  let pieceStart = -1
  let lastInk = -1
  let roots = 0

  const finish = (at: number) => {
    start.push(pieceStart)
    end.push(at)
    depth.push(open.length)
    closes.push(-1)
    entries.push(0)
    lines++
    pieceStart = -1
  }

  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at)
    if (isSpace(code)) {
      at++
      continue
    }
    switch (code) {
      case QUOTE: {
        const after = stringEnd(text, at)
        if (after === -1) return null
        if (pieceStart === -1) pieceStart = at
        if (open.length === 0) roots++
        at = after
        lastInk = after
        continue
      }
      case OPEN_LIST:
      case OPEN_OBJECT: {
        if (pieceStart === -1) pieceStart = at
        if (open.length === 0) roots++
        const next = skipSpace(text, at + 1)
        const closing = text.charCodeAt(next) === (code === OPEN_LIST ? CLOSE_LIST : CLOSE_OBJECT)
        if (closing) {
          at = next + 1
          lastInk = at
          continue
        }
        finish(at + 1)
        open.push({ line: lines - 1, code, commas: 0 })
        at++
        continue
      }
      case CLOSE_LIST:
      case CLOSE_OBJECT: {
        const opener = open.at(-1)
        if (!opener || opener.code !== (code === CLOSE_LIST ? OPEN_LIST : OPEN_OBJECT)) return null
        if (pieceStart !== -1) finish(lastInk)
        else if (lines - 1 === opener.line || endsWithComma(text, end.get(lines - 1))) return null
        open.pop()
        closes.set(opener.line, lines)
        entries.set(opener.line, opener.commas + 1)
        pieceStart = at
        at++
        lastInk = at
        continue
      }
      case COMMA: {
        const opener = open.at(-1)
        if (!opener || pieceStart === -1) return null
        opener.commas++
        finish(at + 1)
        at++
        continue
      }
      default:
        if (pieceStart === -1) {
          if (code === COLON) return null
          pieceStart = at
        }
        if (open.length === 0 && lastInk !== at) roots++
        at++
        lastInk = at
    }
  }
  if (open.length > 0) return null
  if (pieceStart !== -1) finish(lastInk)
  if (lines === 0 || roots !== 1) return null
  return {
    text,
    count: lines,
    start: start.done(),
    end: end.done(),
    number: Int32Array.from({ length: lines }, (_, line) => line + 1),
    depth: depth.done(),
    closes: closes.done(),
    entries: entries.done(),
  }
}

function endsWithComma(text: string, end: number): boolean {
  return text.charCodeAt(end - 1) === COMMA
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && isSpace(text.charCodeAt(at))) at++
  return at
}

/** A text as it came: its own lines, those of more than `longest` characters cut so that each can be drawn. */
export function rawLines(text: string, longest = 1000): JsonLines {
  const [start, end, number] = [growing(), growing(), growing()]
  let line = 0
  let count = 0
  let lineStart = 0
  while (lineStart <= text.length) {
    const newline = text.indexOf('\n', lineStart)
    const lineEnd = newline === -1 ? text.length : newline
    let piece = lineStart
    line++
    do {
      let pieceEnd = Math.min(lineEnd, piece + longest)
      // A pair of surrogates stays together.
      if (pieceEnd < lineEnd && (text.charCodeAt(pieceEnd - 1) & 0xfc00) === 0xd800) pieceEnd++
      start.push(piece)
      end.push(pieceEnd)
      number.push(piece === lineStart ? line : 0)
      count++
      piece = pieceEnd
    } while (piece < lineEnd)
    if (newline === -1) break
    lineStart = newline + 1
  }
  const none = new Int32Array(count)
  return {
    text,
    count,
    start: start.done(),
    end: end.done(),
    number: number.done(),
    depth: none,
    closes: none.map(() => -1),
    entries: none,
  }
}

/** The lines in sight when those of `folded` are closed: indexes into the lines. */
export function visibleLines(lines: JsonLines, folded: ReadonlySet<number>): Int32Array {
  const visible = new Int32Array(lines.count)
  let length = 0
  for (let line = 0; line < lines.count; line++) {
    visible[length++] = line
    const closes = lines.closes[line] ?? -1
    if (closes !== -1 && folded.has(line)) line = closes
  }
  return visible.slice(0, length)
}

/** The line that holds a place of the text. */
export function lineAt(lines: JsonLines, place: number): number {
  let [low, high] = [0, lines.count - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((lines.start[middle] ?? 0) <= place) low = middle
    else high = middle - 1
  }
  return low
}

/** The folded lines around a line, to be opened before it can be seen. */
export function foldsAround(lines: JsonLines, line: number, folded: ReadonlySet<number>): number[] {
  return [...folded].filter((fold) => fold < line && line <= (lines.closes[fold] ?? -1))
}

/** Where a text is found, without regard to case, up to `most` places. */
export function findAll(text: string, wanted: string, most = 10_000): number[] {
  const places: number[] = []
  if (wanted === '') return places
  const pattern = new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi')
  for (const match of text.matchAll(pattern)) {
    places.push(match.index)
    if (places.length === most) break
  }
  return places
}
