import { stringEnd } from './json-lines.ts'

/** What a piece of JSON is: `key` and `text` are strings, `mark` is punctuation. */
export type TokenKind = 'key' | 'text' | 'number' | 'word' | 'mark' | 'space'

/** A piece of the text, by its places. `space` has no places: it is a blank that only the view adds. */
export type Token = { kind: TokenKind; start: number; end: number }

const isSpace = (code: number) => code === 32 || code === 10 || code === 13 || code === 9

/** Cuts the piece `start..end` of a JSON text into tokens; blanks of the text between them are left out. */
export function tokensOf(text: string, start: number, end: number): Token[] {
  const tokens: Token[] = []
  let at = start
  while (at < end) {
    const code = text.charCodeAt(at)
    if (isSpace(code)) {
      at++
      continue
    }
    const from = at
    if (code === 34) {
      const after = stringEnd(text, at)
      at = after === -1 ? end : Math.min(after, end)
      tokens.push({ kind: 'text', start: from, end: at })
    } else if (',:[]{}'.includes(text.charAt(at))) {
      at++
      const before = tokens.at(-1)
      if (code === 58 && before?.kind === 'text') before.kind = 'key'
      tokens.push({ kind: 'mark', start: from, end: at })
      if (code === 58) tokens.push({ kind: 'space', start: at, end: at })
    } else {
      while (at < end && !isSpace(text.charCodeAt(at)) && !',:[]{}"'.includes(text.charAt(at))) at++
      tokens.push({ kind: /[-\d]/.test(text.charAt(from)) ? 'number' : 'word', start: from, end: at })
    }
  }
  return tokens
}

/** A piece to draw: its text, its kind, and the number of the match it belongs to (-1: none). */
export type Piece = { kind: TokenKind; text: string; match: number; key: number }

/** Splits tokens where matches begin and end. `matches` are places in order, each `length` long. */
export function piecesOf(text: string, tokens: readonly Token[], matches: readonly number[], length: number): Piece[] {
  const pieces: Piece[] = []
  for (const { kind, start, end } of tokens) {
    if (kind === 'space') {
      pieces.push({ kind, text: ' ', match: -1, key: -start })
      continue
    }
    let at = start
    let number = firstAfter(matches, start - length)
    while (at < end) {
      const match = matches[number]
      if (match === undefined || match >= end) {
        pieces.push({ kind, text: text.slice(at, end), match: -1, key: at })
        break
      }
      if (match > at) {
        pieces.push({ kind, text: text.slice(at, match), match: -1, key: at })
        at = match
      }
      const to = Math.min(end, match + length)
      if (to > at) pieces.push({ kind, text: text.slice(at, to), match: number, key: at })
      at = Math.max(at, to)
      number++
    }
  }
  return pieces
}

/** The first of some ordered numbers that is greater than `value`, by its index. */
function firstAfter(numbers: readonly number[], value: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low
}
