import { client, scopes } from '../providers/sandbox/manifest.ts'
import { standInClient } from '../providers/stand-in.ts'
import { definitionOf } from './definition.ts'
import type { Double } from './doubles/double.ts'
import { doubleOf } from './doubles/registry.ts'

/** A place where people of the sandbox allow access: its own provider, or the double of another. */
export interface House {
  /** The slug. */
  provider: string
  /** As people call it. */
  label: string
  clientId: string
  /** What can be allowed, with a word for each. */
  scopes: readonly { name: string; word: string }[]
  scopeSeparator: RegExp
  usesPkce: boolean
  /** How many characters `state` must have at least. */
  shortestState: number
  /** More of the query with which the browser comes back. */
  callbackQuery(granted: readonly string[]): Record<string, string>
}

const words: Readonly<Record<string, string>> = {
  profile: 'Profile',
  activity: 'Activities',
  body: 'Body',
  daily: 'Days',
  nutrition: 'Nutrition',
  sleep: 'Sleep',
}

const own: House = {
  provider: 'SANDBOX',
  label: 'Sandbox',
  clientId: client.id,
  scopes: scopes.map(({ name }) => ({ name, word: words[name] ?? name })),
  scopeSeparator: /[ ,]+/,
  usesPkce: true,
  shortestState: 0,
  callbackQuery: () => ({}),
}

/** The house of a provider; null for one that the sandbox does not stand for. */
export function houseOf(provider: string): House | null {
  if (provider === own.provider) return own
  const double = doubleOf(provider)
  return double === null ? null : houseOfDouble(double)
}

function houseOfDouble(double: Double): House {
  const { label, scopes: known } = definitionOf(double)
  return {
    provider: double.provider,
    label,
    clientId: standInClient.id,
    scopes: known.map(({ name }) => ({ name, word: name.split('/').at(-1) ?? name })),
    scopeSeparator: new RegExp(double.scopeSeparator === ' ' ? '[ +]+' : `[${double.scopeSeparator} ]+`),
    usesPkce: double.usesPkce,
    shortestState: double.shortestState ?? 0,
    callbackQuery: (granted) => double.callbackQuery?.(granted) ?? {},
  }
}
