import { stripVTControlCharacters, styleText } from 'node:util'
import type { Output, Shell } from './shell.ts'

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow'

/** The text in a colour where the output is a terminal that shows colours, else as it is. */
export const paint = (out: Output, style: Style, text: string): string => styleText(style, text, { stream: out })

export interface Column {
  title: string
  /** Numbers stand right. */
  align?: 'left' | 'right'
  /** For rows that come one by one: cells are filled up to this width, which the caller knows to fit. */
  width?: number
}

const widthOf = (text: string): number => stripVTControlCharacters(text).length

/** Lines of aligned columns, the titles first; no titles when all are empty. */
export function tableLines(out: Output, columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ title, width }, at) =>
    Math.max(width ?? 0, widthOf(title), ...rows.map((row) => widthOf(row[at] ?? ''))),
  )
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, at) => {
        const cell = cells[at] ?? ''
        const space = ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(cell)))
        return align === 'right' ? space + cell : cell + space
      })
      .join('  ')
      .trimEnd()
  const body = rows.map(line)
  if (columns.every(({ title }) => title === '')) return body
  return [paint(out, 'dim', line(columns.map(({ title }) => title))), ...body]
}

/** Writes a table to where a verb's answer goes. */
export function sayTable(
  shell: Pick<Shell, 'out'>,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): void {
  for (const line of tableLines(shell.out, columns, rows)) shell.out.write(`${line}\n`)
}
