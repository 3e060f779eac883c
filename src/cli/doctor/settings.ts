import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, readConfig, variables } from '../../config.ts'
import { messageOf } from '../../lib/errors.ts'
import type { Problem } from './finding.ts'

type Name = keyof typeof variables
type Environment = Readonly<Record<string, string | undefined>>

/** A setting as it is in force. */
export interface Setting {
  name: string
  /** Secrets are masked; null when there is none. */
  value: string | null
  from: 'environment' | 'default' | 'data directory' | 'bad value'
}

export interface Settings {
  /** What is in force, bad values left out. */
  config: Config
  settings: Setting[]
  problems: Problem[]
}

const placeholder = 'x'.repeat(32)
// What a variable cannot stand without; that it is missing is said once, by the whole.
const companions: Partial<Record<string, Record<string, string>>> = {
  DATABASE_URL: { TELLUS_SECRET_KEY: placeholder },
  TELLUS_DEV_ID: { TELLUS_API_KEY: placeholder },
  TELLUS_API_KEY: { TELLUS_DEV_ID: placeholder },
}

/** Reads every setting, and says of each bad one what is wrong instead of stopping at the first. */
export function checkSettings(environment: Environment, cwd: string): Settings {
  const problems: Problem[] = []
  const bad = new Set<string>()
  const ours = Object.keys(environment).filter((name) => name.startsWith('TELLUS_') || name in variables)
  for (const name of ours)
    try {
      readConfig({ ...companions[name], [name]: environment[name] }, cwd)
    } catch (error) {
      bad.add(name)
      problems.push({ problem: messageOf(error), remedy: `Correct ${name}, or remove it.` })
    }
  const good = Object.fromEntries(ours.filter((name) => !bad.has(name)).map((name) => [name, environment[name]]))
  const config = readWhole(good, cwd, problems)
  return { config, settings: listSettings(config, environment, bad), problems }
}

function readWhole(good: Record<string, string | undefined>, cwd: string, problems: Problem[]): Config {
  try {
    return readConfig(good, cwd)
  } catch (error) {
    problems.push({ problem: messageOf(error), remedy: 'Set what is missing, or remove the other.' })
  }
  const { TELLUS_DEV_ID: devId, TELLUS_API_KEY: apiKey, ...rest } = good
  const pair = devId && apiKey ? { TELLUS_DEV_ID: devId, TELLUS_API_KEY: apiKey } : {}
  return { ...readConfig({ TELLUS_SECRET_KEY: placeholder, ...rest, ...pair }, cwd), secretKey: null }
}

const onFirstStart = 'made on first start'

/** How the value of a setting is shown. */
const shown: Record<Name, (config: Config) => string | null> = {
  TELLUS_HOST: (config) => config.host,
  TELLUS_PORT: (config) => String(config.port),
  TELLUS_WORKER_PORT: (config) => (config.workerPort === null ? null : String(config.workerPort)),
  TELLUS_PUBLIC_URL: (config) => config.publicUrl ?? `http://${config.host}:${config.port}`,
  TELLUS_DATA_DIR: (config) => config.dataDir,
  DATABASE_URL: (config) =>
    config.databaseUrl === null ? 'the embedded PostgreSQL' : hidePassword(config.databaseUrl),
  TELLUS_DEV_ID: (config) => config.devId,
  TELLUS_API_KEY: (config) => mask(config.apiKey),
  TELLUS_SECRET_KEY: (config) => mask(config.secretKey),
  TELLUS_SECRET_KEY_PREVIOUS: ({ previousSecretKeys: { length } }) => (length === 0 ? null : `•••• (${length})`),
  TELLUS_PRIVATE_DESTINATIONS: (config) => config.privateDestinations,
  TELLUS_ALLOWED_NETWORKS: ({ allowedNetworks }) => allowedNetworks.join(', ') || null,
  TELLUS_SANDBOX: (config) => config.sandbox,
  TELLUS_LOG_LEVEL: (config) => config.logLevel,
  TELLUS_BACKFILL_ON_CONNECT: (config) => String(config.backfillOnConnect ?? 'off'),
  TELLUS_RAW_RETENTION_DAYS: (config) => String(config.rawRetentionDays),
  TELLUS_WRITES: ({ writesTo }) => writesTo.join(', ') || null,
  TELLUS_EVENT_RETENTION_DAYS: (config) => String(config.eventRetentionDays),
  TELLUS_MAX_BACKLOG: (config) => String(config.maxBacklog),
  TELLUS_DISABLE_AFTER_DAYS: (config) => String(config.disableAfterDays ?? 0),
  TELLUS_RATE_LIMIT_DAYS_PER_HOUR: (config) => String(config.rateLimitDaysPerHour ?? 0),
  TELLUS_API_RATE_LIMIT_PER_SECOND: (config) => String(config.apiRateLimitPerSecond ?? 0),
  TELLUS_MAX_IMPORT_BYTES: (config) => String(config.maxImportBytes),
}

/** The file of the data directory that holds a setting when the environment does not. */
const kept: Partial<Record<Name, string>> = {
  TELLUS_DEV_ID: 'credentials.json',
  TELLUS_API_KEY: 'credentials.json',
  TELLUS_SECRET_KEY: 'secret.key',
}

function listSettings(config: Config, environment: Environment, bad: ReadonlySet<string>): Setting[] {
  const known = Object.entries(shown).map(([name, show]): Setting => {
    if (bad.has(name)) return { name, value: show(config), from: 'bad value' }
    if (environment[name]) return { name, value: show(config), from: 'environment' }
    const file = name in kept ? Object.entries(kept).find(([key]) => key === name)?.[1] : undefined
    if (file === undefined) return { name, value: show(config), from: 'default' }
    return existsSync(join(config.dataDir, file))
      ? { name, value: `in ${file}`, from: 'data directory' }
      : { name, value: onFirstStart, from: 'default' }
  })
  const providerKeys = Object.keys(environment)
    .filter((name) => name.startsWith('TELLUS_') && !(name in variables) && !bad.has(name) && environment[name])
    .sort()
    .map((name): Setting => {
      const value = environment[name] ?? ''
      return { name, value: name.endsWith('_ID') ? value : mask(value), from: 'environment' }
    })
  return [...known, ...providerKeys]
}

const mask = (secret: string | null): string | null => (secret === null ? null : `•••• (${secret.length} characters)`)

/** A database address without its password. One over a socket has no host, which `URL` does not take. */
export const hidePassword = (url: string): string =>
  url.replace(/^(\w+:\/\/[^:@/]*):[^@]*@/, '$1:****@').replace(/([?&]password=)[^&]*/g, '$1****')

/** Every variable with its sentence of help. */
export const settingsHelp = (): string =>
  Object.entries(variables)
    .map(([name, { help }]) => `  ${name}\n      ${help}`)
    .concat(
      '  TELLUS_<PROVIDER>_CLIENT_ID, TELLUS_<PROVIDER>_CLIENT_SECRET, TELLUS_<PROVIDER>_CLIENT_KEY\n      Keys of an app at a provider; the last where the provider wants one.',
    )
    .join('\n')
