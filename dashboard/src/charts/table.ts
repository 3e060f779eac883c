/** The table twin of a chart. `numeric` columns are set to the right. */
export type ChartTable = { columns: { name: string; numeric?: boolean }[]; rows: string[][] }

/** A table of words and figures: the first column is text, all others are numbers unless named in `words`. */
export function tableOf(columns: readonly string[], rows: string[][], words: readonly string[] = []): ChartTable {
  return {
    columns: columns.map((name, at) => (at === 0 || words.includes(name) ? { name } : { name, numeric: true })),
    rows,
  }
}
