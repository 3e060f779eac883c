import type { ComponentType } from 'react'

/** A component whose code is fetched when it is first needed. */
export interface Late<Props> {
  /** The component, once its code is here. */
  now: () => ComponentType<Props> | null
  /** Fetches the code, once; after a failure the next call tries again. */
  fetch: () => Promise<ComponentType<Props>>
}

/** Names code to fetch later: `late(() => import('./command-menu.tsx'))`, shown by `<LatePart of={…} props={…} />`. */
export function late<Props>(load: () => Promise<{ default: ComponentType<Props> }>): Late<Props> {
  let fetched: ComponentType<Props> | null = null
  let fetching: Promise<ComponentType<Props>> | null = null
  const begin = () =>
    load().then(
      (module) => {
        fetched = module.default
        return module.default
      },
      (error) => {
        fetching = null
        throw error
      },
    )
  return {
    now: () => fetched,
    fetch: () => {
      fetching ??= begin()
      return fetching
    },
  }
}

/** Fetches code ahead. A failure is none yet: it is said when the code is needed. */
export const fetchAhead = (part: { fetch: () => Promise<unknown> } | undefined): void =>
  void part?.fetch().catch(() => undefined)
