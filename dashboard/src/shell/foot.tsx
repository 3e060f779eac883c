import { BookOpen, CircleHelp, Eye, EyeOff, LogOut, Moon, Sun, SunMoon, UserRound } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { signOut, useSession } from '../api/session.ts'
import { IconButton } from '../components/icon-button.tsx'
import { Link } from '../components/link.tsx'
import { en } from '../strings/en.ts'
import { type ThemeChoice, useTheme } from '../theme/choice.ts'
import { Health } from './health.tsx'
import { prefer, usePreferences } from './preferences.ts'

const words = en.shell
const nextTheme: Record<ThemeChoice, ThemeChoice> = { auto: 'light', light: 'dark', dark: 'auto' }
const themeIcons = { auto: SunMoon, light: Sun, dark: Moon } as const

/** The foot of the sidebar: who is signed in, what is hidden, health and version, theme, keys. */
export function Foot({ onKeys, onGo }: { onKeys: () => void; onGo: (() => void) | undefined }) {
  const [, navigate] = useLocation()
  const { hidesValues } = usePreferences()
  const [theme, chooseTheme] = useTheme()
  const ThemeIcon = themeIcons[theme]
  return (
    <div className="flex flex-col gap-1 border-t border-line p-2">
      <Who onGo={onGo} />
      <div className="flex flex-wrap items-center justify-between gap-1">
        <Health />
        <div className="flex">
          <IconButton
            label={hidesValues ? words.hidesValues : words.hideValues}
            pressed={hidesValues}
            icon={hidesValues ? <EyeOff /> : <Eye />}
            onClick={() => prefer({ hidesValues: !hidesValues })}
          />
          <IconButton
            label={words.theme.now(words.theme[theme])}
            icon={<ThemeIcon />}
            onClick={() => chooseTheme(nextTheme[theme])}
          />
          <IconButton
            label={words.apiReference}
            icon={<BookOpen />}
            onClick={() => {
              navigate('/docs')
              onGo?.()
            }}
          />
          <IconButton label={words.help} icon={<CircleHelp />} onClick={onKeys} />
        </div>
      </div>
    </div>
  )
}

function Who({ onGo }: { onGo: (() => void) | undefined }) {
  const { account } = useSession()
  const [isBusy, setBusy] = useState(false)
  const leave = async () => {
    setBusy(true)
    await signOut().finally(() => setBusy(false))
  }
  return (
    <div className="flex items-center gap-1">
      <Link
        href="/settings/sessions"
        look="plain"
        onClick={onGo}
        className="flex h-8 min-w-0 flex-1 items-center gap-2 px-2 text-muted hover:bg-sunken touch:h-11"
      >
        <span className="sr-only">{words.yourAccount}</span>
        <UserRound aria-hidden className="size-4 shrink-0" />
        <span className="truncate">{account.name ?? account.email}</span>
        <span className="ml-auto text-label">{words.roles[account.role]}</span>
      </Link>
      <IconButton label={words.signOut} icon={<LogOut />} busy={isBusy} onClick={() => void leave()} />
    </div>
  )
}
