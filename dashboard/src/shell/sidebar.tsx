import { Search } from 'lucide-react'
import { en } from '../strings/en.ts'
import { EnvironmentSwitch } from './environment-switch.tsx'
import { Foot } from './foot.tsx'
import { Nav } from './nav.tsx'
import { isMac } from './shortcuts.ts'

const words = en.shell

export interface FrameProps {
  /** Opens the command menu. */
  onSearch: () => void
  /** Opens the list of keys. */
  onKeys: () => void
}

/** The sidebar of a screen of 768 px or more. */
export function Sidebar(frame: FrameProps) {
  return (
    <aside className="sticky top-0 hidden h-dvh w-58 shrink-0 border-r border-line bg-surface md:block">
      <SidebarContent {...frame} />
    </aside>
  )
}

/** Environment, search, places and foot; in the sidebar, and in the sheet of a small screen. */
export function SidebarContent({ onSearch, onKeys, onGo }: FrameProps & { onGo?: () => void }) {
  return (
    <div className="flex h-full flex-col">
      <div className="flex flex-col gap-2 p-2">
        <EnvironmentSwitch onGo={onGo} />
        <button
          type="button"
          onClick={onSearch}
          className="flex h-8 items-center gap-2 rounded-control border border-line px-2 text-muted hover:bg-sunken touch:h-11"
        >
          <Search aria-hidden className="size-4" />
          <span className="flex-1 text-left">{words.search}</span>
          <kbd aria-hidden className="text-label touch:hidden">
            {isMac ? '⌘K' : 'Ctrl K'}
          </kbd>
        </button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto py-2">
        <Nav onGo={onGo} />
      </div>
      <Foot onKeys={onKeys} onGo={onGo} />
    </div>
  )
}
