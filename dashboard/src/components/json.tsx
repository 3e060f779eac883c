import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronRight, ChevronUp, FoldVertical, Search, UnfoldVertical, WrapText } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { parts } from '../strings/en/parts.ts'
import { CopyButton } from './copy-button.tsx'
import { cx } from './cx.ts'
import { formatBytes, formatNumber } from './format.ts'
import { IconButton } from './icon-button.tsx'
import { Input } from './input.tsx'
import { JsonLine, LINE_HEIGHT, LONGEST } from './json-line.tsx'
import { findAll, foldsAround, formattedLines, lineAt, rawLines, visibleLines } from './json-lines.ts'
import { RadioGroup } from './radio-group.tsx'

export type JsonProps = {
  /** The text, exactly as sent or received. It is never parsed and written anew, and copied as it is. */
  text: string
  /** What it is: "payload". */
  label: string
  /** Height of the scrolling part, a CSS length; 60vh when absent. */
  height?: string | undefined
  /** Covers it while values are hidden for screen sharing. */
  hidden?: boolean | undefined
  /** Opens it at the first place of these words, with the search for them. */
  find?: string | undefined
}

/**
 * Shows a JSON text of any size: laid out or as sent, with highlights, folds, line numbers, find and wrap.
 * A text that is not JSON is shown as it came. Load it lazily.
 */
export function Json(props: JsonProps) {
  // Folds and matches belong to one text.
  return <JsonView key={props.text} {...props} />
}

function JsonView({ text, label, height = '60vh', hidden, find: findAtFirst }: JsonProps) {
  const formatted = useMemo(() => formattedLines(text), [text])
  const [look, setLook] = useState<'formatted' | 'raw'>('formatted')
  const [wrap, setWrap] = useState(false)
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set())
  const [finding, setFinding] = useState(findAtFirst !== undefined)
  const [wanted, setWanted] = useState(findAtFirst ?? '')
  const [match, setMatch] = useState(-1)
  const finder = useRef<HTMLInputElement>(null)
  const scroller = useRef<HTMLDivElement>(null)

  const raw = formatted === null || look === 'raw'
  const lines = useMemo(() => (raw ? rawLines(text) : formatted), [raw, text, formatted])
  const visible = useMemo(() => visibleLines(lines, raw ? new Set() : folded), [lines, folded, raw])
  const sought = useDeferredValue(finding ? wanted : '')
  const matches = useMemo(() => findAll(text, sought), [text, sought])
  const widest = useMemo(() => widestLine(lines), [lines])

  const virtual = useVirtualizer({
    count: visible.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 12,
    getItemKey: (at) => visible[at] ?? at,
  })
  useEffect(() => {
    if (!wrap) virtual.measure()
  }, [wrap, virtual])

  const show = (number: number) => {
    const place = matches[number]
    if (place === undefined) return
    setMatch(number)
    const line = lineAt(lines, place)
    const around = raw ? [] : foldsAround(lines, line, folded)
    const opened = new Set([...folded].filter((fold) => !around.includes(fold)))
    if (around.length > 0) setFolded(opened)
    const at = visibleLines(lines, raw ? new Set() : opened).indexOf(line)
    // The list learns of opened folds when it is drawn again.
    requestAnimationFrame(() => virtual.scrollToIndex(at, { align: 'center' }))
  }
  const showFirst = useRef(() => show(0))
  useEffect(() => showFirst.current(), [])
  const step = (by: number) => {
    if (matches.length > 0)
      show(match < 0 ? (by > 0 ? 0 : matches.length - 1) : (match + by + matches.length) % matches.length)
  }
  const find = () => {
    setFinding(true)
    requestAnimationFrame(() => finder.current?.focus())
  }
  const keys = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'f') {
      event.preventDefault()
      find()
    }
  }
  const findKeys = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault()
      step(event.shiftKey ? -1 : 1)
    } else if (event.key === 'Escape') {
      // Escape closes the search, not the drawer around it.
      event.stopPropagation()
      event.nativeEvent.stopImmediatePropagation()
      setFinding(false)
      setWanted('')
      scroller.current?.focus()
    }
  }
  const toggle = (line: number) => {
    const next = new Set(folded)
    if (!next.delete(line)) next.add(line)
    setFolded(next)
  }
  const foldAll = () => {
    const all = new Set<number>()
    for (let line = 1; line < lines.count; line++) if ((lines.closes[line] ?? -1) !== -1) all.add(line)
    setFolded(all)
  }

  const digits = String(lines.count).length
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens for the find key of what is inside
    <div onKeyDown={keys} className="min-w-0 overflow-hidden rounded-panel border border-line bg-sunken">
      <div className="flex flex-wrap items-center gap-1 border-line border-b px-2 py-1">
        {formatted && (
          <RadioGroup
            label={label}
            hideLabel
            look="segments"
            value={look}
            onChange={setLook}
            options={[
              { value: 'formatted', label: parts.formatted },
              { value: 'raw', label: parts.asSent },
            ]}
          />
        )}
        <span className="flex-1 whitespace-nowrap px-1 text-label text-muted">{formatBytes(byteLength(text))}</span>
        <span className="flex items-center gap-1">
          {!raw &&
            (folded.size > 0 ? (
              <IconButton
                label={parts.unfoldAll}
                icon={<UnfoldVertical aria-hidden />}
                onClick={() => setFolded(new Set())}
              />
            ) : (
              <IconButton label={parts.foldAll} icon={<FoldVertical aria-hidden />} onClick={foldAll} />
            ))}
          <IconButton
            label={parts.wrap}
            icon={<WrapText aria-hidden />}
            pressed={wrap}
            onClick={() => setWrap(!wrap)}
          />
          <IconButton label={parts.find} icon={<Search aria-hidden />} onClick={find} />
          <CopyButton text={text} label={`${parts.copy} ${label}`} />
        </span>
      </div>
      {finding && (
        <div className="flex items-center gap-1 border-line border-b px-2 py-1">
          <Input
            ref={finder}
            aria-label={parts.findIn(label)}
            placeholder={parts.findIn(label)}
            value={wanted}
            onChange={(event) => {
              setWanted(event.target.value)
              setMatch(-1)
            }}
            onKeyDown={findKeys}
            mono
          />
          <span role="status" className="shrink-0 px-1 text-label text-muted">
            {sought === '' ? '' : matches.length === 0 ? parts.noMatches : matchText(match, matches.length)}
          </span>
          <IconButton label={parts.previous} icon={<ChevronUp aria-hidden />} onClick={() => step(-1)} />
          <IconButton label={parts.next} icon={<ChevronDown aria-hidden />} onClick={() => step(1)} />
        </div>
      )}
      {formatted === null && text !== '' && <p className="px-3 pt-2 text-label text-muted">{parts.notJson}</p>}
      <section
        ref={scroller}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        style={{ maxHeight: height }}
        className={cx('overflow-auto py-1 font-mono -outline-offset-2', hidden && 'select-none blur-sm')}
      >
        <div
          className="relative"
          style={{ height: virtual.getTotalSize(), minWidth: wrap ? undefined : `calc(${widest + digits}ch + 48px)` }}
        >
          {virtual.getVirtualItems().map((item) => {
            const line = visible[item.index] ?? 0
            return (
              <div
                key={item.key}
                data-index={item.index}
                ref={wrap ? virtual.measureElement : undefined}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <JsonLine
                  lines={lines}
                  line={line}
                  digits={digits}
                  raw={raw}
                  wrap={wrap}
                  folded={!raw && folded.has(line)}
                  onToggle={toggle}
                  matches={matches}
                  matchLength={sought.length}
                  current={match}
                  foldIcon={folded.has(line) ? <ChevronRight aria-hidden /> : <ChevronDown aria-hidden />}
                />
              </div>
            )
          })}
        </div>
      </section>
    </div>
  )
}

function matchText(match: number, count: number): string {
  const of = count === 10_000 ? `${formatNumber(count)}+` : formatNumber(count)
  return match < 0 ? parts.found(of) : parts.matches(match + 1, of)
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}

/** The width of the widest line in characters, as far as it is drawn. */
function widestLine(lines: ReturnType<typeof rawLines>): number {
  let widest = 0
  for (let at = 0; at < lines.count; at++) {
    const width = (lines.end[at] ?? 0) - (lines.start[at] ?? 0) + 2 * (lines.depth[at] ?? 0) + 16
    if (width > widest) widest = width
  }
  return Math.min(widest, LONGEST + 80)
}
