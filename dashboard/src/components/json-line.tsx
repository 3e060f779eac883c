import type { ReactNode } from 'react'
import { parts } from '../strings/en/parts.ts'
import { cx } from './cx.ts'
import { formatBytes, formatNumber } from './format.ts'
import type { JsonLines } from './json-lines.ts'
import { piecesOf, type Token, type TokenKind, tokensOf } from './json-tokens.ts'

/** Height of a line in pixels; a fold's button is as high, which makes it large enough to hit. */
export const LINE_HEIGHT = 24

/** Characters of one line that are drawn; a longer one (a photo in base64) says how much is left out. */
export const LONGEST = 4000

const COLOURS: Record<TokenKind, string | undefined> = {
  key: 'text-accent',
  text: 'text-ok',
  number: 'text-info',
  word: 'text-warn',
  mark: 'text-muted',
  space: undefined,
}

export type JsonLineProps = {
  lines: JsonLines
  line: number
  /** Digits of the last line's number, for the gutter. */
  digits: number
  /** Shown as it came, without highlights. */
  raw: boolean
  wrap: boolean
  folded: boolean
  onToggle: (line: number) => void
  /** Places found, in order, and how long each is. */
  matches: readonly number[]
  matchLength: number
  /** The match shown now. */
  current: number
  foldIcon: ReactNode
}

/** One line of a Json view. */
export function JsonLine(props: JsonLineProps) {
  const { lines, line, digits, raw, wrap, folded, onToggle, matches, matchLength, current, foldIcon } = props
  const start = lines.start[line] ?? 0
  const end = lines.end[line] ?? 0
  const shownEnd = Math.min(end, start + LONGEST)
  // As sent, blanks are part of the text: the piece is drawn whole.
  const tokens: Token[] = raw ? [{ kind: 'mark', start, end: shownEnd }] : tokensOf(lines.text, start, shownEnd)
  const pieces = piecesOf(lines.text, tokens, matches, matchLength)
  const closes = lines.closes[line] ?? -1
  const number = lines.number[line] ?? 0
  return (
    <div className="flex min-h-6 items-start leading-6">
      <span
        aria-hidden
        className="shrink-0 select-none pl-2 text-right text-muted"
        style={{ width: `calc(${digits}ch + 8px)` }}
      >
        {number === 0 ? '' : number}
      </span>
      {closes !== -1 ? (
        <button
          type="button"
          aria-expanded={!folded}
          aria-label={folded ? parts.unfold(line + 1) : parts.fold(line + 1)}
          onClick={() => onToggle(line)}
          className="flex size-6 shrink-0 items-center justify-center rounded-control text-muted -outline-offset-2 hover:text-ink [&_svg]:size-3.5"
        >
          {foldIcon}
        </button>
      ) : (
        <span className="w-6 shrink-0" />
      )}
      <span
        className={cx('min-w-0 flex-1 pr-3', wrap ? 'whitespace-pre-wrap break-all' : 'whitespace-pre')}
        style={{ paddingLeft: `${(lines.depth[line] ?? 0) * 2}ch` }}
      >
        {pieces.map((piece) =>
          piece.match === -1 ? (
            <span key={piece.key} className={raw ? undefined : COLOURS[piece.kind]}>
              {piece.text}
            </span>
          ) : (
            <mark key={piece.key} data-current={piece.match === current ? '' : undefined}>
              {piece.text}
            </mark>
          ),
        )}
        {shownEnd < end && <span className="text-muted italic">{parts.longLine(formatBytes(end - shownEnd))}</span>}
        {folded && (
          <span className="text-muted">
            {` … ${formatNumber(lines.entries[line] ?? 0)} `}
            {lines.text.slice(lines.start[closes] ?? 0, lines.end[closes] ?? 0)}
          </span>
        )}
      </span>
    </div>
  )
}
