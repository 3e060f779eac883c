import { credentials } from './en/credentials.ts'
import { destinations } from './en/destinations.ts'
import { docs } from './en/docs.ts'
import { events } from './en/events.ts'
import { generate } from './en/generate.ts'
import { home } from './en/home.ts'
import { imports } from './en/import.ts'
import { inbox } from './en/inbox.ts'
import { parts } from './en/parts.ts'
import { settings } from './en/settings.ts'
import { shell } from './en/shell.ts'
import { signIn } from './en/sign-in.ts'
import { sources } from './en/sources.ts'
import { users } from './en/users.ts'
import { verify } from './en/verify.ts'

/** Every word of the dashboard in English, grouped by page. A page adds its own file here. */
export const en = {
  credentials,
  destinations,
  docs,
  events,
  generate,
  home,
  imports,
  inbox,
  parts,
  settings,
  shell,
  signIn,
  sources,
  users,
  verify,
}

/** What another language has to fill. */
export type Strings = typeof en
