import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { type Column, linkColumn } from './column.ts'
import { cx } from './cx.ts'
import { Link } from './link.tsx'
import { useElementAtLeast } from './media.ts'
import { followRow, rowAfter, useRowKeys } from './row-keys.ts'

export type VirtualTableProps<Row> = {
  /** What it lists, for assistive technology. */
  caption: string
  /** As in Table; `width` may also be a share, `2fr`. Without one a column takes `1fr`. */
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Where a row leads; as in Table. */
  rowHref?: ((row: Row) => string) | undefined
  current?: string | null | undefined
  busy?: boolean | undefined
  empty?: ReactNode
  /** Height of the scrolling part, a CSS length; 70vh when absent. */
  height?: string | undefined
  /** Called when the last rows come into sight, to fetch more. */
  onEnd?: (() => void) | undefined
}

/** A table of many rows (10,000 and more): only those in sight exist. Load it lazily. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { caption, columns, rows, rowKey, rowHref, current, busy, empty, height = '70vh', onEnd } = props
  const table = useRef<HTMLDivElement>(null)
  const wide = useElementAtLeast(table, 576)
  const [wanted, setWanted] = useState(-1)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => table.current,
    estimateSize: () => (wide ? 36 : 56),
    overscan: 10,
    getItemKey: (at) => {
      const row = rows[at]
      return row === undefined ? at : rowKey(row)
    },
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? -1

  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows' height hangs on the width
  useEffect(() => virtual.measure(), [wide, virtual])
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 10) onEnd?.()
  }, [last, rows.length, onEnd])

  const move = useCallback(
    (key: 'j' | 'k') => {
      const focused = document.activeElement?.closest('[data-index]')
      const at = focused && table.current?.contains(focused) ? Number(focused.getAttribute('data-index')) : -1
      const next = rowAfter(key, at, rows.length)
      if (next < 0) return
      virtual.scrollToIndex(next)
      setWanted(next)
    },
    [rows.length, virtual],
  )
  useRowKeys(table, move)
  // The row asked for exists only after the scroll has been drawn; its link then takes focus.
  useEffect(() => {
    if (wanted < 0 || !items.some((item) => item.index === wanted)) return
    table.current
      ?.querySelector<HTMLElement>(`[data-index="${wanted}"] a[data-row-link]`)
      ?.focus({ preventScroll: true })
    setWanted(-1)
  }, [wanted, items])

  if (rows.length === 0 && empty) return <>{empty}</>
  const linked = linkColumn(columns)
  const grid = { gridTemplateColumns: columns.map((column) => column.width ?? 'minmax(0,1fr)').join(' ') }
  return (
    // biome-ignore-start lint/a11y/useSemanticElements: rows placed by a virtual list cannot be real table rows
    // biome-ignore-start lint/a11y/useFocusableInteractive: nor do rows take focus; their links do
    <div
      ref={table}
      role="table"
      aria-label={caption}
      aria-rowcount={rows.length + 1}
      aria-busy={busy}
      data-row-keys
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      style={{ maxHeight: height }}
      className={cx('overflow-auto -outline-offset-2', busy && 'opacity-70')}
    >
      <div role="rowgroup" className={wide ? 'sticky top-0 z-10 bg-surface' : 'sr-only'}>
        <div role="row" aria-rowindex={1} style={grid} className="grid border-line border-b px-1 h-8 items-center">
          {columns.map((column) => (
            <div
              key={column.key}
              role="columnheader"
              className={cx('truncate px-3 font-medium text-label text-muted', column.align === 'end' && 'text-right')}
            >
              <span className={column.hideHead ? 'sr-only' : undefined}>{column.head}</span>
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index]
          if (row === undefined) return null
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard's way is the link inside the row
            <div
              key={item.key}
              role="row"
              data-index={item.index}
              aria-rowindex={item.index + 2}
              aria-current={rowKey(row) === current ? 'true' : undefined}
              onClick={rowHref && followRow}
              style={{ ...(wide ? grid : {}), height: item.size, transform: `translateY(${item.start}px)` }}
              className={cx(
                'absolute inset-x-0 top-0 items-center border-line border-b focus-within:bg-sunken aria-[current]:bg-accent-tint',
                wide ? 'grid px-1' : 'flex flex-wrap content-center gap-x-3 px-4 after:order-2 after:basis-full',
                rowHref && 'cursor-pointer hover:bg-sunken',
              )}
            >
              {columns.map((column) => (
                <div
                  key={column.key}
                  role="cell"
                  className={cx(
                    'min-w-0 truncate',
                    wide && 'px-3',
                    column.align === 'end' && 'text-right',
                    column.mono && 'font-mono',
                    wide ? undefined : phonePlace(column.role),
                  )}
                >
                  {rowHref && column.key === linked ? (
                    <Link
                      href={rowHref(row)}
                      look="plain"
                      data-row-link=""
                      className="inline-flex min-h-6 max-w-full items-center -outline-offset-2"
                    >
                      {column.cell(row)}
                    </Link>
                  ) : (
                    column.cell(row)
                  )}
                </div>
              ))}
            </div>
          )
        })}
      </div>
    </div>
    // biome-ignore-end lint/a11y/useFocusableInteractive: see above
    // biome-ignore-end lint/a11y/useSemanticElements: see above
  )
}

function phonePlace(role: 'status' | 'title' | 'meta' | undefined): string {
  if (role === undefined) return 'hidden'
  return role === 'meta' ? 'order-3 text-label text-muted' : cx('order-1', role === 'title' && 'font-medium')
}
