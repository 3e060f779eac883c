import type { ReactNode } from 'react'

/** One column of a table. */
export type Column<Row> = {
  /** Unique in its table; named by `sort`. */
  key: string
  /** Its heading. */
  head: string
  /** Keeps the heading for assistive technology only (columns of buttons or boxes). */
  hideHead?: boolean | undefined
  cell: (row: Row) => ReactNode
  /**
   * Its place in a row of two lines, below 768 px: `status` and `title` on the first, `meta` on the second.
   * Without one it is left out there. With `rowHref` the first `title` cell becomes the row's link.
   */
  role?: 'status' | 'title' | 'meta' | undefined
  /** Numbers align at the end. */
  align?: 'start' | 'end' | undefined
  /** Monospaced: ids, codes, times. */
  mono?: boolean | undefined
  /** Its heading sorts, through the table's `onSort`. */
  sortable?: boolean | undefined
  /** A CSS width: `120px`, `12ch`; in a VirtualTable also `2fr`. */
  width?: string | undefined
}

/** By which column rows are sorted, and which way. */
export type Sort = { key: string; descending: boolean }

/** The sort a click on a heading asks for: ascending first, then the other way. */
export function nextSort(sort: Sort | null | undefined, key: string): Sort {
  return { key, descending: sort?.key === key ? !sort.descending : false }
}

/** The key of the column whose cell is the row's link. */
export function linkColumn<Row>(columns: readonly Column<Row>[]): string | undefined {
  return (columns.find((column) => column.role === 'title') ?? columns[0])?.key
}
