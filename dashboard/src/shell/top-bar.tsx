import { Menu, Search } from 'lucide-react'
import { useState } from 'react'
import { useChosenEnvironment } from '../api/session.ts'
import { IconButton } from '../components/icon-button.tsx'
import { en } from '../strings/en.ts'
import { Overlay } from './overlay.tsx'
import { type FrameProps, SidebarContent } from './sidebar.tsx'

const words = en.shell

/** The bar of a screen under 768 px: the sidebar as a sheet, the environment, search. */
export function TopBar(frame: FrameProps) {
  const [isOpen, setOpen] = useState(false)
  const environment = useChosenEnvironment()
  const close = () => setOpen(false)
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b border-line bg-surface px-2 md:hidden">
      <IconButton
        label={words.openMenu}
        icon={<Menu />}
        noTooltip
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      />
      <span className="min-w-0 flex-1 truncate text-center font-medium">{environment?.name ?? words.product}</span>
      <IconButton label={words.search} icon={<Search />} noTooltip onClick={frame.onSearch} />
      <Overlay at="left" isOpen={isOpen} onClose={close} title={words.nav}>
        <SidebarContent
          onSearch={() => {
            close()
            frame.onSearch()
          }}
          onKeys={() => {
            close()
            frame.onKeys()
          }}
          onGo={close}
        />
      </Overlay>
    </header>
  )
}
