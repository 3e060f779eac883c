import { TwinTable } from './chart-frame.tsx'
import { barParts, type DeliveryHour, deliveryFinding, outcomes, totalsOf } from './delivery.ts'
import { Mark } from './mark.tsx'
import { RovingRow } from './roving-row.tsx'
import { tableOf } from './table.ts'
import { amountText } from './units.ts'
import './charts.css'

export interface DeliveryBarsProps {
  hours: readonly DeliveryHour[]
  /** Start of the hour the list is filtered by, milliseconds UTC. */
  chosen?: number | null
  /** Filters by an hour; null takes the filter away. Without it the bars are not buttons. */
  onChoose?: ((start: number | null) => void) | undefined
  /** Height of the bars in pixels. */
  height?: number
}

const shapes = { delivered: 'circle', retrying: 'half', failed: 'square' } as const

/** Deliveries by hour: delivered at the base, retrying hatched over it, failed on top with a gap. Click an hour to filter. */
export function DeliveryBars({ hours, chosen = null, onChoose, height = 56 }: DeliveryBarsProps) {
  const most = Math.max(0, ...hours.map((hour) => hour.delivered + hour.retrying + hour.failed))
  const totals = totalsOf(hours)
  const clock = (start: number) =>
    new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(start)
  const says = (hour: DeliveryHour) =>
    `${clock(hour.start)}: ${outcomes.map((outcome) => `${amountText(hour[outcome])} ${outcome}`).join(', ')}`
  const bars = (hour: DeliveryHour) =>
    barParts(hour, most, height).map((part) => (
      <i key={part.outcome} data-outcome={part.outcome} style={{ top: part.top, height: part.height }} />
    ))
  return (
    <figure className="chart" aria-label={`Deliveries by hour: ${deliveryFinding(hours)}`}>
      {onChoose ? (
        <RovingRow
          label="Deliveries by hour: choose an hour to filter by"
          className="chart-hours"
          height={height}
          cells={hours.map((hour) => ({
            key: hour.start,
            label: says(hour),
            pressed: chosen === hour.start,
            children: bars(hour),
            onPress: () => onChoose(chosen === hour.start ? null : hour.start),
          }))}
        />
      ) : (
        <div className="chart-hours" style={{ height }}>
          {hours.map((hour) => (
            <span key={hour.start} title={says(hour)}>
              {bars(hour)}
            </span>
          ))}
        </div>
      )}
      <div className="chart-presence-ends" aria-hidden>
        <span>{hours[0] ? clock(hours[0].start) : ''}</span>
        <span>now</span>
      </div>
      <figcaption className="chart-legend">
        {outcomes.map((outcome) => (
          <span key={outcome} data-outcome={outcome}>
            <Mark shape={shapes[outcome]} /> {amountText(totals[outcome])} {outcome}
          </span>
        ))}
      </figcaption>
      {hours.length > 0 && (
        <details className="chart-twin">
          <summary>View as table</summary>
          <TwinTable
            title="Deliveries by hour"
            table={tableOf(
              ['Hour', 'Delivered', 'Retrying', 'Failed'],
              hours.map((hour) => [clock(hour.start), ...outcomes.map((outcome) => amountText(hour[outcome]))]),
            )}
          />
        </details>
      )}
    </figure>
  )
}
