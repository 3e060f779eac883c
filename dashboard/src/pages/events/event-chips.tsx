import { useDestinations } from '../../api/destinations.ts'
import { useSources } from '../../api/sources.ts'
import { Combobox } from '../../components/combobox.tsx'
import type { Chip } from '../../components/filter-bar.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { en } from '../../strings/en.ts'
import { useDeliveryChips } from '../destinations/delivery-chips.tsx'
import { hostOf } from '../destinations/words.ts'
import type { EventFilterValues } from './event-filters.ts'
import { told } from './event-state.ts'

const words = en.events.list
export type SetFilters = (change: Partial<EventFilterValues>, how?: 'push' | 'replace') => void

/** The filters of the list, beside the part of the payload, which has a field of its own. */
export function useEventChips(filters: EventFilterValues, set: SetFilters): readonly Chip[] {
  const { provider, destination, status } = filters
  const sources = useSources()
  const destinations = useDestinations()
  const shared = new Map(useDeliveryChips(filters, set).map((chip) => [chip.key, chip]))
  const offered = (destinations.data?.items ?? []).map(({ id, name, url }) => ({
    value: id,
    label: url === null ? name : hostOf(url),
    hint: url === null || url.includes(name) ? undefined : name,
  }))
  const chips: readonly (Chip | undefined)[] = [
    shared.get('type'),
    {
      key: 'provider',
      label: words.provider,
      value: provider === '' ? null : provider,
      onClear: () => set({ provider: '' }, 'push'),
      children: (
        <Combobox
          label={words.provider}
          value={provider === '' ? null : provider}
          placeholder={words.anyProvider}
          busy={sources.isPending}
          onChange={(chosen) => set({ provider: chosen ?? '' }, 'push')}
          options={(sources.data?.items ?? []).map(({ provider: value, label }) => ({ value, label }))}
        />
      ),
    },
    shared.get('user'),
    {
      key: 'destination',
      label: words.destination,
      value: destination === '' ? null : (offered.find(({ value }) => value === destination)?.label ?? destination),
      onClear: () => set({ destination: '' }, 'push'),
      children: (
        <Combobox
          label={words.destination}
          value={destination === '' ? null : destination}
          placeholder={words.anyDestination}
          busy={destinations.isPending}
          onChange={(chosen) => set({ destination: chosen ?? '' }, 'push')}
          options={offered}
        />
      ),
    },
    {
      key: 'status',
      label: words.status,
      value: status === null ? null : en.events.states[status],
      onClear: () => set({ status: null }, 'push'),
      children: (
        <RadioGroup
          label={words.status}
          hideLabel
          value={status ?? 'any'}
          onChange={(chosen) => set({ status: chosen === 'any' ? null : chosen }, 'push')}
          options={[
            { value: 'any', label: words.anyStatus },
            ...told.map((value) => ({ value, label: en.events.states[value] })),
          ]}
        />
      ),
    },
    shared.get('code'),
    shared.get('time'),
  ]
  return chips.filter((chip) => chip !== undefined)
}
