import type { DataType } from '../../../src/schema/records.ts'
import { patch } from './client.ts'
import { useGet, useSend } from './query.ts'

export type { Source } from '../../../src/client/operations.ts'

/** Every source with its state and its users in this environment. */
export const useSources = () => useGet('/sources')

/** Which provider fills which fields of a type of data. */
export const useCoverage = (type: DataType) => useGet('/coverage', { query: { type } }, { keepsPrevious: true })

/** Switches a source on or off for this environment. */
export const useSetSource = (provider: string) =>
  useSend((enabled: boolean) => patch('/sources/{provider}', { path: { provider }, body: { enabled } }), {
    refreshes: ['/sources', '/first-steps'],
  })
