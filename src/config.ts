import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'
import { TellusError } from './lib/errors.ts'
import { readNetwork } from './lib/networks.ts'

const number = z.coerce.number({ error: 'expected a number' })
const port = number.int().min(0).max(65535)
const days = (min: number) => number.int().min(min).max(36_500)
const text = z.string().min(1)
const networks = text
  .transform((list) => list.split(',').map((network) => network.trim()))
  .pipe(
    z.array(z.string()).superRefine((list, context) => {
      const problem = list.map(readNetwork).find((one) => typeof one === 'string')
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
    }),
  )
const url = z.url({ protocol: /^https?$/ }).transform((u) => u.replace(/\/+$/, ''))

/** Every environment variable Tellus reads: its form, and one sentence of help for `tellus doctor` and the docs. */
export const variables = {
  TELLUS_HOST: { form: text, help: 'Address to listen on (default 127.0.0.1).' },
  TELLUS_PORT: { form: port, help: 'Port to listen on (default 4000; 0 takes a free one).' },
  TELLUS_WORKER_PORT: {
    form: port,
    help: 'Port on which a `tellus worker` answers /healthz, /readyz and /metrics (default: it listens on none; 0 takes a free one).',
  },
  TELLUS_PUBLIC_URL: {
    form: url,
    help: 'How the outside reaches Tellus: used in links, redirects and callbacks (default http://HOST:PORT).',
  },
  TELLUS_DATA_DIR: { form: text, help: 'Embedded database, uploaded files, credentials.json (default ./.tellus).' },
  DATABASE_URL: {
    form: z.url({ protocol: /^postgres(ql)?$/ }),
    help: 'An outside PostgreSQL >= 15; unset means the embedded one.',
  },
  TELLUS_DEV_ID: {
    form: text.max(200),
    help: 'dev-id of the first environment, at most 200 characters (default: generated on first start).',
  },
  TELLUS_API_KEY: {
    form: z.string().min(16),
    help: 'API key of the first environment, at least 16 characters (default: generated on first start).',
  },
  TELLUS_SECRET_KEY: {
    form: z.string().min(32),
    help: 'Encrypts tokens and signing secrets, at least 32 characters (default: generated into the data directory; required with DATABASE_URL).',
  },
  TELLUS_SECRET_KEY_PREVIOUS: {
    form: text.transform((list) => list.split(',').map((key) => key.trim())).pipe(z.array(z.string().min(32)).max(20)),
    help: 'Keys that open what they have sealed but seal no more, separated by commas: for the time of a rotation (default: none).',
  },
  TELLUS_PRIVATE_DESTINATIONS: {
    form: z.enum(['allow', 'deny']),
    help: 'May a destination be on loopback or a private network (default: allow when TELLUS_HOST is loopback, else deny).',
  },
  TELLUS_ALLOWED_NETWORKS: {
    form: networks,
    help: 'Networks that a destination may be in whatever else is denied, such as 10.1.0.0/16, separated by commas; a cloud metadata address only when it is listed by itself (default: none).',
  },
  TELLUS_SANDBOX: {
    form: z.enum(['on', 'off']),
    help: 'The pretend providers (default: on when TELLUS_HOST is loopback, else off).',
  },
  TELLUS_LOG_LEVEL: {
    form: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']),
    help: 'How much is logged (default info).',
  },
  TELLUS_RAW_RETENTION_DAYS: {
    form: days(0),
    help: 'How long answers of providers and uploaded files are kept for replay; 0 keeps none (default 30).',
  },
  TELLUS_BACKFILL_ON_CONNECT: {
    form: z.union([z.enum(['off', 'all']), days(31)], { error: 'expected off, all, or a number of days above 30' }),
    help: 'History to fetch of everybody who connects: a number of days, all that the provider has, or off, which means the last 30 days (default off).',
  },
  TELLUS_WRITES: {
    form: text.transform((list) => list.split(',').map((slug) => slug.trim().toUpperCase())),
    help: 'Sources that people are asked to let you write to when they connect, such as WAHOO,STRAVA, separated by commas (default: none).',
  },
  TELLUS_EVENT_RETENTION_DAYS: {
    // Longer than the longest retry schedule (75 hours): what is still owed is never dropped.
    form: days(4),
    help: 'How long events, attempts and outcomes are kept, at least 4 (default 30).',
  },
  TELLUS_MAX_BACKLOG: {
    form: number.int().min(1),
    help: 'Deliveries that may wait in one environment before its own events are answered 429 (default 5000000).',
  },
  TELLUS_DISABLE_AFTER_DAYS: {
    form: number.refine((days) => days === 0 || (days >= 0.5 && days <= 365), 'expected 0, or from 0.5 to 365'),
    help: 'A destination is switched off when every attempt has failed for so many days, 0.5 to 365; 0 for never (default 5).',
  },
  TELLUS_RATE_LIMIT_DAYS_PER_HOUR: {
    // One request may ask for 1825 days: with a lower limit it could never be answered.
    form: number.int().refine((days) => days === 0 || days >= 1825, 'expected 0, or at least 1825'),
    help: 'Days of data that may be asked for about one user in any sixty minutes, at least 1825; 0 for any number (default 6000).',
  },
  TELLUS_API_RATE_LIMIT_PER_SECOND: {
    form: number.int().min(0),
    help: 'Requests that one API key may make a second; 0 for any number (default 1000).',
  },
  TELLUS_MAX_IMPORT_BYTES: {
    form: number.int().min(1),
    help: 'Largest file an import takes, in bytes (default 21474836480, 20 GiB).',
  },
} as const
type Name = keyof typeof variables

export interface Config {
  host: string
  port: number
  /** Null when a worker listens on none. */
  workerPort: number | null
  /** Null until the port is known when it was asked for as 0; `publicUrl()` in the hub is what to use. */
  publicUrl: string | null
  dataDir: string
  databaseUrl: string | null
  devId: string | null
  apiKey: string | null
  secretKey: string | null
  /** Open, but do not seal. */
  previousSecretKeys: readonly string[]
  privateDestinations: 'allow' | 'deny'
  /** In the notation of CIDR; allowed whatever `privateDestinations` says. */
  allowedNetworks: readonly string[]
  sandbox: 'on' | 'off'
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Days of history of everybody who connects; null for those that the first fetch brings. */
  backfillOnConnect: number | 'all' | null
  /** Slugs of the sources whose permissions to write are asked for. */
  writesTo: readonly string[]
  rawRetentionDays: number
  eventRetentionDays: number
  maxBacklog: number
  /** Null for never. */
  disableAfterDays: number | null
  /** Null for any number. */
  rateLimitDaysPerHour: number | null
  /** Null for any number. */
  apiRateLimitPerSecond: number | null
  maxImportBytes: number
  /** The developer's own clients at providers, by slug. */
  providerClients: Readonly<Record<string, { id: string; secret: string; key?: string }>>
  /** By slug the variable of a client that is set without its other half. */
  halfProviderClients: Readonly<Record<string, string>>
  /** Which variables were set by the environment; the rest are defaults. */
  set: readonly string[]
}

const providerKey = /^TELLUS_[A-Z0-9_]+_CLIENT_(ID|SECRET|KEY)$/

/** A client needs both halves, and at some providers a key beside them; one with a half is not ready. */
function providerClients(environment: Record<string, string | undefined>): Config['providerClients'] {
  const clients: Record<string, { id: string; secret: string; key?: string }> = {}
  for (const [name, id] of Object.entries(environment)) {
    const slug = /^TELLUS_([A-Z0-9_]+)_CLIENT_ID$/.exec(name)?.[1]
    const secret = environment[`TELLUS_${slug}_CLIENT_SECRET`]
    const key = environment[`TELLUS_${slug}_CLIENT_KEY`]
    if (slug !== undefined && id && secret) clients[slug] = { id, secret, ...(key ? { key } : {}) }
  }
  return clients
}

/** The variables of clients of which the other half is missing, by slug. */
function halfProviderClients(environment: Record<string, string | undefined>): Config['halfProviderClients'] {
  const halves: Record<string, string> = {}
  for (const [name, value] of Object.entries(environment)) {
    const [, slug, half] = /^TELLUS_([A-Z0-9_]+)_CLIENT_(ID|SECRET|KEY)$/.exec(name) ?? []
    const other = `TELLUS_${slug}_CLIENT_${half === 'ID' ? 'SECRET' : 'ID'}`
    if (slug !== undefined && value && !environment[other]) halves[slug] = name
  }
  return halves
}

/** Whether an address to listen on can be reached from this machine only. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

/**
 * Reads and checks the environment, once. Throws `TellusError` with one sentence that names the variable when one is
 * unknown (a typo must speak) or has a bad value.
 */
export function readConfig(environment: Record<string, string | undefined>, cwd: string): Config {
  for (const name of Object.keys(environment))
    if (name.startsWith('TELLUS_') && !(name in variables) && !providerKey.test(name))
      throw new TellusError(
        'bad_request',
        `${name} is not a setting of Tellus: correct or remove it (tellus doctor --help lists all).`,
      )
  const set: string[] = []
  const read = <N extends Name>(name: N): z.output<(typeof variables)[N]['form']> | null => {
    const value = environment[name]
    if (value === undefined || value === '') return null
    const parsed = variables[name].form.safeParse(value)
    if (!parsed.success)
      throw new TellusError(
        'bad_request',
        `${name} has a bad value: ${parsed.error.issues[0]?.message ?? 'not understood'}. ${variables[name].help}`,
      )
    set.push(name)
    // The form and the name come from one table, which the checker cannot follow through the index.
    return parsed.data as z.output<(typeof variables)[N]['form']>
  }
  const host = read('TELLUS_HOST') ?? '127.0.0.1'
  const loopback = isLoopback(host)
  const onConnect = read('TELLUS_BACKFILL_ON_CONNECT') ?? 'off'
  const config: Config = {
    host,
    port: read('TELLUS_PORT') ?? 4000,
    workerPort: read('TELLUS_WORKER_PORT'),
    publicUrl: read('TELLUS_PUBLIC_URL'),
    dataDir: resolve(cwd, read('TELLUS_DATA_DIR') ?? '.tellus'),
    databaseUrl: read('DATABASE_URL'),
    devId: read('TELLUS_DEV_ID'),
    apiKey: read('TELLUS_API_KEY'),
    secretKey: read('TELLUS_SECRET_KEY'),
    previousSecretKeys: read('TELLUS_SECRET_KEY_PREVIOUS') ?? [],
    privateDestinations: read('TELLUS_PRIVATE_DESTINATIONS') ?? (loopback ? 'allow' : 'deny'),
    allowedNetworks: read('TELLUS_ALLOWED_NETWORKS') ?? [],
    sandbox: read('TELLUS_SANDBOX') ?? (loopback ? 'on' : 'off'),
    logLevel: read('TELLUS_LOG_LEVEL') ?? 'info',
    backfillOnConnect: onConnect === 'off' ? null : onConnect,
    writesTo: read('TELLUS_WRITES') ?? [],
    rawRetentionDays: read('TELLUS_RAW_RETENTION_DAYS') ?? 30,
    eventRetentionDays: read('TELLUS_EVENT_RETENTION_DAYS') ?? 30,
    maxBacklog: read('TELLUS_MAX_BACKLOG') ?? 5_000_000,
    disableAfterDays: (read('TELLUS_DISABLE_AFTER_DAYS') ?? 5) || null,
    rateLimitDaysPerHour: (read('TELLUS_RATE_LIMIT_DAYS_PER_HOUR') ?? 6000) || null,
    apiRateLimitPerSecond: (read('TELLUS_API_RATE_LIMIT_PER_SECOND') ?? 1000) || null,
    maxImportBytes: read('TELLUS_MAX_IMPORT_BYTES') ?? 20 * 1024 ** 3,
    providerClients: providerClients(environment),
    halfProviderClients: halfProviderClients(environment),
    set,
  }
  if (config.databaseUrl !== null && config.secretKey === null)
    throw new TellusError(
      'bad_request',
      'TELLUS_SECRET_KEY is required when DATABASE_URL is set: give at least 32 random characters and keep them safe.',
    )
  if ((config.devId === null) !== (config.apiKey === null))
    throw new TellusError('bad_request', 'TELLUS_DEV_ID and TELLUS_API_KEY belong together: set both or neither.')
  return config
}
