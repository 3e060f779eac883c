import { useEffect, useState } from 'react'
import { useEnvironment } from '../api/environment.ts'
import { openLive } from '../api/live.ts'
import { Toaster } from '../components/toast.tsx'
import { late } from '../routing/late.ts'
import { en } from '../strings/en.ts'
import { ActionBarHost } from './action-bar.tsx'
import { ConnectionBanner } from './connection-banner.tsx'
import { LatePart } from './late-part.tsx'
import { Outlet } from './outlet.tsx'
import { PageBoundary } from './page-boundary.tsx'
import { PlaceShortcuts } from './place-shortcuts.tsx'
import { openShortcuts, useShortcut } from './shortcuts.ts'
import { Sidebar } from './sidebar.tsx'
import { TopBar } from './top-bar.tsx'

const commandMenu = late(() => import('./command-menu.tsx'))
const keyList = late(() => import('./key-list.tsx'))
const words = en.shell

/** Puts the cursor into the page's own filter, if it has one. */
function focusFilter(): void {
  document.querySelector<HTMLInputElement>('main input[type=search], main [data-filter]')?.focus()
}

/** The frame around every page of who is signed in. */
export function Shell() {
  const environment = useEnvironment()
  const [open, setOpen] = useState<'commands' | 'keys' | null>(null)
  useEffect(openShortcuts, [])
  useEffect(openLive, [])
  useShortcut({
    keys: 'mod+k',
    label: words.keys.commands,
    group: 'always',
    inDialogs: true,
    inFields: true,
    isKeysOnly: true,
    run: () => setOpen(open === 'commands' ? null : 'commands'),
  })
  useShortcut({ keys: '/', label: words.keys.filter, group: 'always', isKeysOnly: true, run: focusFilter })
  useShortcut({ keys: '?', label: words.keys.title, group: 'always', run: () => setOpen('keys') })

  const close = () => setOpen(null)
  const frame = { onSearch: () => setOpen('commands'), onKeys: () => setOpen('keys') }
  return (
    <ActionBarHost>
      <a
        href="#main"
        className="sr-only rounded-control bg-ink text-canvas focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:px-3 focus:py-2"
      >
        {words.skip}
      </a>
      <div className="flex min-h-dvh flex-col md:flex-row">
        <Sidebar {...frame} />
        <TopBar {...frame} />
        <div className="flex min-w-0 flex-1 flex-col">
          <ConnectionBanner />
          <main
            id="main"
            tabIndex={-1}
            className="min-w-0 flex-1 px-4 pt-4 pb-20 outline-none md:px-6 md:pt-6 md:pb-10"
          >
            {/* Another environment is another set of everything: pages begin anew. */}
            <Outlet key={environment} />
          </main>
        </div>
      </div>
      <PlaceShortcuts />
      <Toaster />
      <PageBoundary resetKey={open ?? ''}>
        {open === 'commands' && (
          <LatePart of={commandMenu} meanwhile={null} props={{ onClose: close, onKeys: frame.onKeys }} />
        )}
        {open === 'keys' && <LatePart of={keyList} meanwhile={null} props={{ onClose: close }} />}
      </PageBoundary>
    </ActionBarHost>
  )
}
