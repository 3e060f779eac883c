import { EyeOff } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useHidesValues } from '../shell/preferences.ts'
import type { ChartTable } from './table.ts'
import './charts.css'

/** What every chart of health values takes. */
export interface Hideable {
  /** Covers the values; by default the reader's own choice (*Hide values*) holds. */
  hidden?: boolean | undefined
}

export interface ChartFrameProps extends Hideable {
  /** What is shown, in a word or two: "Sleep". Never a value. */
  title: string
  /** What the person called it, shown in place of the title while values are not hidden. */
  name?: string | undefined
  /** The finding in one sentence: "7 h 12 min asleep, 4 cycles, awake twice". */
  finding: string
  /** The same data as a table; without it there is no *View as table*. */
  table?: ChartTable | undefined
  children: ReactNode
}

/** Title, finding, chart and table twin. While values are hidden neither finding, chart nor table is in the page. */
export function ChartFrame({ title, name, finding, table, hidden, children }: ChartFrameProps) {
  const id = useId()
  const hides = useHidesValues()
  const covered = hidden ?? hides
  return (
    <figure className="chart" aria-labelledby={id}>
      <figcaption id={id} className="chart-caption">
        <span className="chart-title">{covered ? title : (name ?? title)}</span>
        <span className="sr-only">: </span>
        <span className="chart-finding">{covered ? 'Values are hidden' : finding}</span>
      </figcaption>
      {covered ? (
        <div className="chart-covered">
          <EyeOff aria-hidden size={16} /> Switch off “Hide values” to see them.
        </div>
      ) : (
        children
      )}
      {!covered && table && table.rows.length > 0 && (
        <details className="chart-twin">
          <summary>View as table</summary>
          <TwinTable title={title} table={table} />
        </details>
      )}
    </figure>
  )
}

/** A plain table of a chart's data. It scrolls inside its own box, which the keyboard can reach. */
export function TwinTable({ title, table }: { title: string; table: ChartTable }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
    <section className="chart-scroll" tabIndex={0} aria-label={`${title}, table`}>
      <table className="chart-table">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            {table.columns.map(({ name, numeric }) => (
              <th key={name} scope="col" data-numeric={numeric}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a record have no key of their own and never move.
            <tr key={`${at} ${row[0]}`}>
              {row.map((cell, column) => (
                <td key={table.columns[column]?.name} data-numeric={table.columns[column]?.numeric}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Totals under or over a chart, as figures with their names. */
export function Figures({ figures }: { figures: readonly { name: string; value: string; color?: string }[] }) {
  return (
    <dl className="chart-figures">
      {figures.map(({ name, value, color }) => (
        <div key={name}>
          <dt>
            {color && <span aria-hidden className="chart-swatch" style={{ background: `var(--${color})` }} />}
            {name}
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
