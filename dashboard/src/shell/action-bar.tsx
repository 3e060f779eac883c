import { createContext, type ReactNode, use, useState } from 'react'
import { createPortal } from 'react-dom'
import { useAtLeast, WIDTH } from '../components/media.ts'
import { en } from '../strings/en.ts'

const Slot = createContext<HTMLElement | null>(null)

/** Holds the bar at the foot of a small screen into which a page's actions go. */
export function ActionBarHost({ children }: { children: ReactNode }) {
  const [slot, setSlot] = useState<HTMLElement | null>(null)
  return (
    <Slot value={slot}>
      {children}
      <section
        ref={setSlot}
        aria-label={en.shell.actions}
        className="fixed inset-x-0 bottom-0 z-20 flex gap-2 border-t border-line bg-surface px-4 pt-2 pb-[max(0.5rem,env(safe-area-inset-bottom))] empty:hidden md:hidden"
      />
    </Slot>
  )
}

/** A page's actions: where they stand on a large screen, in the bar at the foot of a small one. */
export function ActionBar({ children }: { children: ReactNode }) {
  const slot = use(Slot)
  const isSmall = !useAtLeast(WIDTH.tablet)
  return isSmall && slot !== null ? createPortal(children, slot) : children
}
