import { type Destination, useDestinations } from '../../api/destinations.ts'
import { Link } from '../../components/link.tsx'
import { en } from '../../strings/en.ts'
import { base } from '../destinations/place.ts'
import { typeWords } from './choices.ts'

const words = en.generate.targets

/** Who would receive what is sent: `none` without any destination, `off` and `unwanted` where none would take it. */
export interface Targets {
  state: 'unknown' | 'none' | 'off' | 'unwanted' | 'some'
  type: string
  takers: readonly Destination[]
}

/** The destinations that take a type. */
export function useTargets(type: string): Targets {
  const { data } = useDestinations()
  if (data === undefined) return { state: 'unknown', type, takers: [] }
  const wanting = data.items.filter(({ event_types: types }) => types === null || types.includes(type))
  const takers = wanting.filter(({ enabled }) => enabled)
  if (takers.length > 0) return { state: 'some', type, takers }
  return { state: data.items.length === 0 ? 'none' : wanting.length === 0 ? 'unwanted' : 'off', type, takers }
}

/** Says where what is sent goes, or why it goes nowhere and what helps. */
export function Targets({ targets: { state, type, takers } }: { targets: Targets }) {
  const shown = 'mt-3 text-muted'
  switch (state) {
    case 'unknown':
      return null
    case 'none':
      return (
        <div className="mt-3 flex flex-col items-start gap-2">
          <p className="text-warn">{words.none}</p>
          <Link look="quiet" href={`${base}/new`}>
            {words.add}
          </Link>
        </div>
      )
    case 'off':
    case 'unwanted':
      return (
        <p className={shown}>
          <span className="text-warn">{state === 'off' ? words.off : words.unwanted(typeWords(type))}</span>{' '}
          <Link href={base}>{words.see}</Link>
        </p>
      )
    case 'some':
      return (
        <p className={shown}>
          {words.goes}{' '}
          {takers.map(({ id, name }, at) => (
            <span key={id}>
              {at > 0 && ', '}
              <Link href={`${base}/${id}`} className="break-all">
                {name}
              </Link>
            </span>
          ))}
        </p>
      )
  }
}
