import type { PersonType } from '../../api/person.ts'
import { Panel } from '../../components/panel.tsx'
import { useHidesValues } from '../../shell/preferences.ts'
import { en } from '../../strings/en.ts'
import { dayTextOf } from '../users/day-frame.tsx'
import { useProviderName } from '../users/provider-name.ts'
import type { Line } from './lines.ts'

const words = en.people.days

export interface DayLinesProps {
  day: string
  lines: readonly Line[]
  /** The type that is open below them. */
  open: PersonType | null
  onChoose: (type: PersonType) => void
}

const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' })

/** One day of a person: a line for each thing, with the source that counts for it and the others that recorded it. */
export function DayLines({ day, lines, open, onChoose }: DayLinesProps) {
  const nameOf = useProviderName()
  const hides = useHidesValues()
  return (
    <Panel flush>
      <div className="px-4 py-3">
        <h3 className="font-medium">
          {weekday.format(Date.parse(`${day}T00:00:00Z`))}, {dayTextOf(day)}
        </h3>
        {lines.length === 0 ? (
          <p className="text-muted">{words.none}</p>
        ) : (
          <ul className="mt-1 flex flex-col">
            {lines.map(({ type, at, clock, finding, parts }) => {
              const [first, ...others] = [...new Set(parts.map(({ provider }) => nameOf(provider)))]
              const said = finding === '' ? words.unknown : finding
              return (
                <li key={`${type} ${at}`} className="flex min-h-8 flex-wrap items-baseline gap-x-3 py-1">
                  <span className="w-16 shrink-0 text-label text-muted">{words.types[type]}</span>
                  <button
                    type="button"
                    aria-expanded={type === open}
                    onClick={() => onChoose(type)}
                    className="min-h-6 min-w-0 flex-1 basis-48 rounded-control text-left text-accent underline decoration-1 underline-offset-2 hover:decoration-2 touch:min-h-11"
                  >
                    {hides ? words.hidden : said}
                    {/* Two workouts of a day may say the same. */}
                    {clock !== null && <span className="sr-only">, {clock}</span>}
                  </button>
                  <span className="min-w-0 basis-56 text-label max-md:basis-full max-md:pl-19">
                    <span className="font-medium">{first}</span>
                    {others.length > 0 && <span className="text-muted">, {words.also(others.join(', '))}</span>}
                  </span>
                </li>
              )
            })}
          </ul>
        )}
      </div>
    </Panel>
  )
}
