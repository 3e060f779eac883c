import { useLocation } from 'wouter'
import { type Place, places } from '../routing/places.ts'
import { en } from '../strings/en.ts'
import { useShortcut } from './shortcuts.ts'

/** Binds `g h`, `g u` and so on. */
export function PlaceShortcuts() {
  return places.map((place) => place.keys !== undefined && <Bound key={place.id} place={place} keys={place.keys} />)
}

function Bound({ place, keys }: { place: Place; keys: string }) {
  const [, navigate] = useLocation()
  useShortcut({
    keys,
    label: en.shell.places[place.id],
    group: 'places',
    isKeysOnly: true,
    run: () => navigate(place.href),
  })
  return null
}
