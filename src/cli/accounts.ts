import { type Command, InvalidArgumentError } from 'commander'
import { listAccounts, removeAccount } from '../accounts/account.ts'
import { type Role, roles } from '../accounts/actor.ts'
import { audit } from '../accounts/audit.ts'
import { invite, linkOf, makeReset } from '../accounts/link.ts'
import { type Config, readConfig } from '../config.ts'
import { runningServer } from '../data-dir.ts'
import type { Database } from '../db/sql.ts'
import { type Clock, systemClock } from '../lib/clock.ts'
import { TellusError } from '../lib/errors.ts'
import { publicId } from '../lib/ids.ts'
import { subVerb, verbGroup } from './group.ts'
import { openOwnDatabase } from './own-database.ts'
import { formatTime } from './quantity.ts'
import { type Shell, say, sayJson } from './shell.ts'
import { sayTable } from './table.ts'

interface Options {
  json?: boolean
}

/** What the verbs work on: the database itself, for whoever may read it needs no permission of ours. */
interface Place {
  db: Database
  clock: Clock
  /** How the outside reaches the server, for links. */
  url: string
}

const operator = { kind: 'operator', name: 'tellus accounts' } as const

/** `tellus accounts`: who may sign in to the dashboard. */
export function accountsVerb(program: Command, shell: Shell): void {
  const group = verbGroup(program, 'accounts')
    .description('List who may sign in to the dashboard; invite or remove somebody, or make a link for a new password.')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  tellus accounts list\n  tellus accounts invite ada@example.org --role owner\n  tellus accounts reset ada@example.org\n\nWorks on the database of the data directory or DATABASE_URL; the server may run meanwhile or not.',
    )
    .action((options: Options) => list(shell, options))

  subVerb(group, 'list')
    .description('List who may sign in.')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  tellus accounts list --json')
    .action((options: Options) => list(shell, options))
  subVerb(group, 'invite')
    .description('Print a link by which somebody sets a password and joins. It works once, for 7 days.')
    .argument('<email>', 'whom to invite', readEmail)
    .option('--role <role>', `what they may do: ${roles.join(', ')}`, readRole, 'developer')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  tellus accounts invite ada@example.org --role viewer')
    .action((email: string, options: Options & { role: Role }) => inviteSomebody(shell, email, options))
  subVerb(group, 'reset')
    .description('Print a link by which somebody sets a new password. It works once, for 24 hours.')
    .argument('<email>', 'whose password', readEmail)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  tellus accounts reset ada@example.org')
    .action((email: string, options: Options) => reset(shell, email, options))
  subVerb(group, 'remove')
    .description('Remove an account and sign it out everywhere. The last owner stays.')
    .argument('<email>', 'whose account', readEmail)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  tellus accounts remove ada@example.org')
    .action((email: string, options: Options) => remove(shell, email, options))
}

function readEmail(text: string): string {
  const email = text.trim().toLowerCase()
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new InvalidArgumentError('It must be an address such as ada@example.org.')
  return email
}

function readRole(text: string): Role {
  const role = roles.find((one) => one === text)
  if (role === undefined) throw new InvalidArgumentError(`It must be one of ${roles.join(', ')}.`)
  return role
}

async function list(shell: Shell, options: Options): Promise<void> {
  const accounts = await onDatabase(shell, (place) => listAccounts(place))
  if (options.json)
    return sayJson(shell, {
      items: accounts.map((one) => ({
        id: publicId('account', one.id),
        email: one.email,
        name: one.name,
        role: one.role,
        created_at: one.createdAt.toISOString(),
        last_seen_at: one.lastSeenAt?.toISOString() ?? null,
      })),
      next_cursor: null,
    })
  if (accounts.length === 0)
    return say(shell, 'Nobody has an account yet: open the link that tellus serve prints, or tellus accounts invite.')
  sayTable(
    shell,
    [{ title: 'E-MAIL' }, { title: 'ROLE' }, { title: 'NAME' }, { title: 'LAST SEEN' }],
    accounts.map((one) => [
      one.email,
      one.role,
      one.name ?? '-',
      one.lastSeenAt === null ? '-' : formatTime(one.lastSeenAt.toISOString()),
    ]),
  )
}

async function inviteSomebody(shell: Shell, email: string, options: Options & { role: Role }): Promise<void> {
  const { role } = options
  const made = await onDatabase(shell, ({ db, clock, url }) =>
    db.transaction(async (sql) => {
      const { invitation, token } = await invite(sql, email, role)
      await audit({ clock }, sql, {
        environmentId: null,
        actor: operator,
        action: 'account.invited',
        target: email,
        detail: { role },
      })
      return {
        id: publicId('invitation', invitation.id),
        email,
        role,
        url: linkOf(url, 'invitation', token),
        expires_at: invitation.expiresAt.toISOString(),
      }
    }),
  )
  if (options.json) return sayJson(shell, made)
  say(shell, `${email} joins as ${role} with this link, once, until ${formatTime(made.expires_at)}:`)
  say(shell, `  ${made.url}`)
}

async function reset(shell: Shell, email: string, options: Options): Promise<void> {
  const made = await onDatabase(shell, ({ db, clock, url }) =>
    db.transaction(async (sql) => {
      const { token, expiresAt } = await makeReset(sql, email)
      await audit({ clock }, sql, {
        environmentId: null,
        actor: operator,
        action: 'account.reset_link_made',
        target: email,
      })
      return { email, url: linkOf(url, 'reset', token), expires_at: expiresAt.toISOString() }
    }),
  )
  if (options.json) return sayJson(shell, made)
  say(shell, `${email} sets a new password with this link, once, until ${formatTime(made.expires_at)}:`)
  say(shell, `  ${made.url}`)
  say(shell, 'Setting it signs the account out everywhere else.')
}

async function remove(shell: Shell, email: string, options: Options): Promise<void> {
  await onDatabase(shell, async (place) => {
    const account = (await listAccounts(place)).find((one) => one.email === email)
    const removed =
      account === undefined
        ? null
        : await removeAccount(place, account.id, (sql, { role }) =>
            audit(place, sql, {
              environmentId: null,
              actor: operator,
              action: 'account.removed',
              target: email,
              detail: { role },
            }),
          )
    if (removed === null)
      throw new TellusError('not_found', `there is no account of ${email}: tellus accounts list shows those there are`)
  })
  if (options.json) sayJson(shell, { removed: email })
  else say(shell, `${email} is removed and signed out everywhere.`)
}

async function onDatabase<T>(shell: Shell, work: (place: Place) => Promise<T>): Promise<T> {
  const config = readConfig(shell.environment, shell.cwd)
  await using open = new AsyncDisposableStack()
  const db = await openOwnDatabase(config, open, { label: 'tellus accounts', connections: 2 })
  const { prepareDatabase } = await import('../prepare-database.ts')
  await prepareDatabase(db, Date.now())
  return await work({ db, clock: systemClock, url: addressOf(config) })
}

/** Where links lead: as configured, or where the server of the data directory answers. */
const addressOf = (config: Config): string =>
  config.publicUrl ?? runningServer(config.dataDir)?.url ?? `http://${config.host}:${config.port}`
