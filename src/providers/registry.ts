import { apple, healthConnect, samsung } from './phones.ts'
import type { Provider } from './provider.ts'
import { sandbox } from './sandbox/index.ts'

/** Every source that a person can connect, one line each, in the order of their names. */
export const registry: readonly Provider[] = [apple, healthConnect, samsung, sandbox]

/** The source of a slug, in whatever case it was written. */
export const findProvider = (name: string): Provider | null =>
  registry.find((provider) => provider.name === name.toUpperCase()) ?? null
