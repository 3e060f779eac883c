/** What a cell can hold. */
export type Cell = string | number | boolean | null | undefined

/**
 * What makes a spreadsheet take a text for a formula: what begins so is run when the file is opened (OWASP, "CSV
 * Injection"). The wide forms are read likewise by Excel in Japanese.
 */
const formula = /^[=+\-@\t\r\n＝＋－＠]/

/** A line of RFC 4180. A text that a spreadsheet would run has an apostrophe before it; numbers stay what they are. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellText).join(',')}\r\n`

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell !== 'string') return String(cell)
  const text = formula.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
