import {
  Cable,
  FlaskConical,
  House,
  Inbox,
  KeyRound,
  type LucideIcon,
  PlugZap,
  Radio,
  Send,
  Settings,
  ShieldCheck,
  Upload,
  Users,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { isWithin, type Place, places } from '../routing/places.ts'
import { preloadPage } from '../routing/routes.ts'
import { en } from '../strings/en.ts'

const words = en.shell
const icons: Record<Place['id'], LucideIcon> = {
  home: House,
  users: Users,
  events: Radio,
  sources: PlugZap,
  destinations: Send,
  credentials: KeyRound,
  generate: FlaskConical,
  inbox: Inbox,
  import: Upload,
  verify: ShieldCheck,
  settings: Settings,
}

/** The places as the map of the dashboard has them: API > Connections > Sources | Destinations, then Tools, Settings. */
export function Nav({ onGo }: { onGo?: (() => void) | undefined }) {
  const item = (id: Place['id'], isNested = false) => <Item key={id} id={id} isNested={isNested} onGo={onGo} />
  return (
    <nav aria-label={words.nav} className="flex flex-col gap-4 px-2">
      <ul>{[item('home'), item('users'), item('events')]}</ul>
      <Group id="api" label={words.groups.api}>
        <li>
          <span id="nav-connections" className="flex h-8 items-center gap-2 px-2 text-muted">
            <Cable aria-hidden className="size-4" />
            {words.groups.connections}
          </span>
          <ul aria-labelledby="nav-connections">{[item('sources', true), item('destinations', true)]}</ul>
        </li>
        {item('credentials')}
      </Group>
      <Group id="tools" label={words.groups.tools}>
        {[item('generate'), item('inbox'), item('import'), item('verify')]}
      </Group>
      <ul className="border-t border-line pt-3">{item('settings')}</ul>
    </nav>
  )
}

function Group({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div>
      <p id={`nav-${id}`} className="flex h-6 items-center px-2 text-label text-muted">
        {label}
      </p>
      <ul aria-labelledby={`nav-${id}`}>{children}</ul>
    </div>
  )
}

function Item({ id, isNested, onGo }: { id: Place['id']; isNested: boolean; onGo: (() => void) | undefined }) {
  const [path] = useLocation()
  const place = places.find((one) => one.id === id)
  const Icon = icons[id]
  if (place === undefined) return null
  const isHere = isWithin(path, place)
  const preload = () => preloadPage(place.href)
  return (
    <li>
      <Link
        href={place.href}
        aria-current={isHere ? 'page' : undefined}
        onClick={onGo}
        onPointerEnter={preload}
        onFocus={preload}
        className={`flex h-8 items-center gap-2 rounded-control px-2 touch:h-11 ${isNested ? 'ml-4' : ''} ${
          isHere ? 'bg-sunken font-medium text-ink' : 'text-muted hover:bg-sunken hover:text-ink'
        }`}
      >
        <Icon aria-hidden className="size-4 shrink-0" />
        {words.places[id]}
      </Link>
    </li>
  )
}
