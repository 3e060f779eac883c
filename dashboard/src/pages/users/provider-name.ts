import { useSources } from '../../api/sources.ts'
import { en } from '../../strings/en.ts'

/** The provider of activity files: they do not say whose watch recorded them, and it is no source one connects. */
const fileProvider = 'FILE'

/** The name of a provider as people call it, by its slug; the slug where it is not known (yet). */
export function useProviderName(): (slug: string) => string {
  const { data } = useSources()
  return (slug) =>
    slug === fileProvider ? en.users.file : (data?.items.find(({ provider }) => provider === slug)?.label ?? slug)
}
