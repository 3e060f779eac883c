import { dayName } from './clock.ts'
import { lastDays, presenceFinding, type TypePresence } from './presence.ts'
import { RovingRow } from './roving-row.tsx'
import { countText } from './units.ts'
import './charts.css'

export interface PresenceStripsProps {
  presence: readonly TypePresence[]
  /** The last day shown, `YYYY-MM-DD`. */
  lastDate: string
  /** How many days are shown; 30 by default. */
  days?: number
  /** The day whose preview is open. */
  chosen?: { type: string; date: string } | null
  onChoose: (type: string, date: string) => void
}

/**
 * One strip of days per data type: filled where there are records, hollow where a day is missing. Arrow keys walk the
 * days of a strip; Enter or a click opens one.
 */
export function PresenceStrips({ presence, lastDate, days = 30, chosen, onChoose }: PresenceStripsProps) {
  const dates = lastDays(lastDate, days)
  return (
    <div className="chart-presence">
      {presence.map((each) => (
        <Strip
          key={each.type}
          presence={each}
          dates={dates}
          chosen={chosen?.type === each.type ? chosen.date : null}
          onChoose={onChoose}
        />
      ))}
      <div className="chart-presence-ends" aria-hidden>
        <span>{dayName(dates[0] ?? '')}</span>
        <span>{dayName(dates.at(-1) ?? '')}</span>
      </div>
    </div>
  )
}

function Strip(props: {
  presence: TypePresence
  dates: readonly string[]
  chosen: string | null
  onChoose: (type: string, date: string) => void
}) {
  const { presence, dates, chosen, onChoose } = props
  return (
    <div className="chart-strip">
      <span className="chart-strip-name">{presence.type.replaceAll('_', ' ')}</span>
      <RovingRow
        label={presenceFinding(presence, dates)}
        className="chart-strip-days"
        cells={dates.map((date) => {
          const count = presence.days.get(date) ?? 0
          return {
            key: date,
            label: `${dayName(date)}: ${count === 0 ? 'no data' : countText(count, 'record')}`,
            pressed: chosen === date,
            present: count > 0,
            onPress: () => onChoose(presence.type, date),
          }
        })}
      />
    </div>
  )
}
