import { ChevronsUpDown, Plus } from 'lucide-react'
import { useLocation } from 'wouter'
import { chooseEnvironment } from '../api/environment.ts'
import { useChosenEnvironment, useMay, useSession } from '../api/session.ts'
import { Menu } from '../components/menu.tsx'
import { isWithin, places } from '../routing/places.ts'
import { en } from '../strings/en.ts'

const words = en.shell.environment

/** Which environment the dashboard speaks for, and the way to a new one. */
export function EnvironmentSwitch({ onGo }: { onGo?: (() => void) | undefined }) {
  const [path, navigate] = useLocation()
  const { environments } = useSession()
  const chosen = useChosenEnvironment()
  const mayAdd = useMay('developer')
  const add = () => {
    navigate('/settings/environments?new=true')
    onGo?.()
  }
  const choose = (devId: string) => {
    // What is open belongs to the old environment; its place exists in both.
    const place = places.find((one) => isWithin(path, one))
    chooseEnvironment(devId)
    if (place !== undefined && place.href !== path && place.id !== 'settings') navigate(place.href)
    onGo?.()
  }
  return (
    <Menu
      label={words.choose}
      align="start"
      trigger={
        <button
          type="button"
          className="flex min-h-10 w-full items-center gap-2 rounded-control px-2 py-1 text-left hover:bg-sunken aria-expanded:bg-sunken touch:min-h-11"
        >
          <span className="sr-only">{words.label}</span>
          <img src="/favicon.svg" alt="" className="size-6 shrink-0" />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-semibold">{chosen?.name ?? en.shell.product}</span>
            <span className="block truncate font-mono text-label text-muted">{chosen?.dev_id}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
        </button>
      }
      entries={[
        { kind: 'heading', label: words.choose },
        ...environments.map((one) => ({
          kind: 'choice' as const,
          label: (
            <span className="min-w-0 py-1">
              <span className="block break-words">{one.name}</span>
              <span className="block font-mono text-label text-muted">{one.dev_id}</span>
            </span>
          ),
          checked: one.dev_id === chosen?.dev_id,
          onSelect: () => choose(one.dev_id),
        })),
        ...(mayAdd ? [{ kind: 'rule' as const }, { label: words.add, icon: <Plus aria-hidden />, onSelect: add }] : []),
      ]}
    />
  )
}
