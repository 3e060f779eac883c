import { type ReactNode, useEffect, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import { useMay } from '../api/session.ts'
import { en } from '../strings/en.ts'

const words = en.shell.settings
const pages: readonly { href: string; label: string; needs?: 'developer' }[] = [
  { href: '/settings/environments', label: words.environments },
  { href: '/settings/team', label: words.team },
  { href: '/settings/sessions', label: words.sessions },
  { href: '/settings/audit', label: words.audit, needs: 'developer' },
  { href: '/settings/priority', label: words.priority },
  { href: '/settings/widget', label: words.widget },
  { href: '/settings/about', label: words.about },
]

/** The pages of the settings above each of them. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const [path] = useLocation()
  const isDeveloper = useMay('developer')
  const nav = useRef<HTMLElement>(null)
  // On a phone the pages after the third are out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another current link.
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [path])
  return (
    <>
      <nav ref={nav} aria-label={words.label} className="mb-6 overflow-x-auto border-b border-line">
        <ul className="flex gap-4">
          {pages
            .filter((page) => isDeveloper || page.needs === undefined)
            .map(({ href, label }) => (
              <li key={href}>
                <Link
                  href={href}
                  aria-current={path === href ? 'page' : undefined}
                  className="flex h-9 items-center border-b-2 border-transparent font-medium whitespace-nowrap text-muted -outline-offset-2 hover:text-ink aria-[current]:border-accent aria-[current]:text-ink touch:h-11"
                >
                  {label}
                </Link>
              </li>
            ))}
        </ul>
      </nav>
      {children}
    </>
  )
}
