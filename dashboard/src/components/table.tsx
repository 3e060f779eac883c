import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react'
import { type ReactNode, useCallback, useRef } from 'react'
import { type Column, linkColumn, nextSort, type Sort } from './column.ts'
import { cx } from './cx.ts'
import { Link } from './link.tsx'
import { followRow, rowAfter, useRowKeys } from './row-keys.ts'

export type TableProps<Row> = {
  /** What it lists; its caption, for assistive technology. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Where a row leads; makes its title a link, the whole row clickable, and j/k move along the rows. */
  rowHref?: ((row: Row) => string) | undefined
  /** The key of the row that is open in the drawer. */
  current?: string | null | undefined
  sort?: Sort | null | undefined
  onSort?: ((sort: Sort) => void) | undefined
  /** Rows are being refreshed; the old ones stay. */
  busy?: boolean | undefined
  /** Shown in place of rows when there are none. */
  empty?: ReactNode
  /** Tells the page's `c` and `r` keys which row they mean. */
  onFocusRow?: ((row: Row) => void) | undefined
}

/**
 * A real table. Where it has less than 576 px (a phone, or beside a drawer) its rows have two lines, of the columns
 * that say a role.
 */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, columns, rows, rowKey, rowHref, current, sort, onSort, busy, empty, onFocusRow } = props
  const table = useRef<HTMLTableElement>(null)
  const move = useCallback((key: 'j' | 'k') => {
    const links = [...(table.current?.querySelectorAll<HTMLElement>('a[data-row-link]') ?? [])]
    const at = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement))
    links[rowAfter(key, at, links.length)]?.focus()
  }, [])
  useRowKeys(table, move)
  const linked = linkColumn(columns)

  if (rows.length === 0 && empty) return <>{empty}</>
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: the phone layout changes `display`, which takes roles away in some browsers
    <div className="@container overflow-x-auto">
      <table
        ref={table}
        role="table"
        aria-busy={busy}
        data-row-keys
        className={cx('block w-full border-collapse text-left @xl:table', busy && 'opacity-70')}
      >
        <caption className="sr-only">{caption}</caption>
        <thead role="rowgroup" className="block @xl:table-header-group">
          <tr
            role="row"
            className={cx(
              'block border-line px-3 @xl:table-row @xl:border-b',
              // On a phone only the headings that sort are to be seen.
              onSort && columns.some((column) => column.sortable) && 'border-b',
            )}
          >
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="block @xl:table-row-group">
          {rows.map((row) => {
            const key = rowKey(row)
            return (
              <tr
                key={key}
                role="row"
                aria-current={key === current ? 'true' : undefined}
                onClick={rowHref && followRow}
                onFocus={onFocusRow && (() => onFocusRow(row))}
                className={cx(
                  'flex flex-wrap items-center gap-x-2 border-line border-b px-4 py-1.5 @xl:table-row @xl:p-0',
                  // The line break between the two lines of a phone's row.
                  'after:order-2 after:basis-full @xl:after:hidden',
                  'focus-within:bg-sunken aria-[current]:bg-accent-tint',
                  rowHref && 'cursor-pointer hover:bg-sunken',
                )}
              >
                {columns.map((column) => (
                  <td
                    key={column.key}
                    role="cell"
                    className={cx(
                      '@xl:table-cell @xl:h-9 @xl:px-3 @xl:py-0.5 @xl:first:pl-4 @xl:last:pr-4 @xl:touch:h-11',
                      column.align === 'end' && '@xl:text-right',
                      // An empty cell would leave a gap in a phone's line.
                      '@max-xl:empty:hidden',
                      // What a phone does not name (a row's buttons) stands at the end of its line.
                      column.hideHead && '@max-xl:ml-auto',
                      column.mono && 'font-mono',
                      cellPlace(column.role),
                    )}
                  >
                    {rowHref && column.key === linked ? (
                      <Link href={rowHref(row)} look="plain" data-row-link="" className="-my-1 inline-block py-1">
                        {column.cell(row)}
                      </Link>
                    ) : (
                      column.cell(row)
                    )}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
    // biome-ignore-end lint/a11y/noRedundantRoles: see above
  )
}

function cellPlace(role: Column<never>['role']): string {
  switch (role) {
    case 'status':
      return 'order-1 shrink-0'
    case 'title':
      return 'order-1 min-w-0 font-medium @xl:font-normal'
    case 'meta':
      return 'order-3 min-w-0 @max-xl:text-label @max-xl:text-muted'
    default:
      return 'hidden'
  }
}

type HeadCellProps<Row> = {
  column: Column<Row>
  sort?: Sort | null | undefined
  onSort?: ((sort: Sort) => void) | undefined
}

function HeadCell<Row>({ column, sort, onSort }: HeadCellProps<Row>) {
  const sorted = sort?.key === column.key ? sort : undefined
  const Arrow = !sorted ? ArrowUpDown : sorted.descending ? ArrowDown : ArrowUp
  return (
    <th
      // biome-ignore lint/a11y/noRedundantRoles: as in the table
      role="columnheader"
      scope="col"
      aria-sort={column.sortable ? (!sorted ? 'none' : sorted.descending ? 'descending' : 'ascending') : undefined}
      style={column.width ? { width: column.width } : undefined}
      className={cx(
        'h-8 touch:h-11 whitespace-nowrap font-medium text-label text-muted @xl:px-3 @xl:first:pl-4 @xl:last:pr-4',
        column.sortable && onSort ? '@max-xl:inline-flex @max-xl:items-center @max-xl:px-1.5' : '@max-xl:sr-only',
        column.align === 'end' && 'text-right',
      )}
    >
      {column.sortable && onSort ? (
        <button
          type="button"
          onClick={() => onSort(nextSort(sort, column.key))}
          className="-mx-1 inline-flex min-h-6 items-center gap-1 rounded-control px-1 hover:text-ink touch:min-h-11"
        >
          {column.head}
          <Arrow aria-hidden className={cx('size-3', !sorted && 'opacity-50')} />
        </button>
      ) : (
        <span className={column.hideHead ? 'sr-only' : undefined}>{column.head}</span>
      )}
    </th>
  )
}
