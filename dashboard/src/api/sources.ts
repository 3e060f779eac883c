import type { List } from '../../../src/schema/management/shared.ts'
import type { Coverage, Source } from '../../../src/schema/management/source.ts'
import { patch } from './client.ts'
import { useGet, useSend } from './query.ts'

export type { Source } from '../../../src/schema/management/source.ts'

/** Every source with its state and its users in this environment. */
export const useSources = () => useGet<List<Source>>('/sources')

/** Which provider fills which fields of a type of data. */
export const useCoverage = (type: string) => useGet<Coverage>('/coverage', { type }, { keepsPrevious: true })

/** Switches a source on or off for this environment. */
export const useSetSource = (provider: string) =>
  useSend((enabled: boolean) => patch<Source>(`/sources/${encodeURIComponent(provider)}`, { enabled }), {
    refreshes: ['/sources', '/first-steps'],
  })
