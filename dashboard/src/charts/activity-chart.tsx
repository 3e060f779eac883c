import type { Activity } from '../../../src/schema/records.ts'
import { activityModel } from './activity.ts'
import { ChartFrame, Figures, type Hideable, TwinTable } from './chart-frame.tsx'
import { LinesChart } from './lines-chart.tsx'
import { RouteMap } from './route-map.tsx'
import { tableOf } from './table.ts'
import { rowsOf } from './time-lines.ts'

/** A workout: figures, route, its quantities over one time axis, and its laps. */
export function ActivityChart({ record, hidden }: { record: Activity } & Hideable) {
  const { clock, span, name, finding, series, figures, laps } = activityModel(record)
  const shown = series.filter((each) => each.points.length > 0)
  const table = tableOf(['Time', ...shown.map((each) => each.label)], rowsOf(series, clock))
  return (
    <ChartFrame title="Activity" name={name} finding={finding} table={table} hidden={hidden}>
      <Figures figures={figures} />
      <RouteMap record={record} />
      {shown.length > 0 && <LinesChart label={name} series={series} clock={clock} span={span} panelHeight={52} />}
      {laps.rows.length > 0 && (
        <details className="chart-twin" open={laps.rows.length <= 12}>
          <summary>Laps ({laps.rows.length})</summary>
          <TwinTable title="Laps" table={laps} />
        </details>
      )}
    </ChartFrame>
  )
}
