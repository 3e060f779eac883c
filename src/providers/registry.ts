import { oura } from './oura/index.ts'
import { apple, healthConnect, samsung } from './phones.ts'
import type { Provider } from './provider.ts'
import { sandbox } from './sandbox/index.ts'
import { whoop } from './whoop/index.ts'

/** Every source that a person can connect, one line each, in the order of their names. */
export const registry: readonly Provider[] = [apple, healthConnect, oura, samsung, sandbox, whoop]

/** The source of a slug, in whatever case it was written. */
export const findProvider = (name: string): Provider | null =>
  registry.find((provider) => provider.name === name.toUpperCase()) ?? null
