import { useAccounts } from '../../api/accounts.ts'
import { useKeys } from '../../api/keys.ts'
import { Combobox } from '../../components/combobox.tsx'
import { Field } from '../../components/field.tsx'
import type { Chip } from '../../components/filter-bar.tsx'
import { localDay } from '../../components/format.ts'
import { Input } from '../../components/input.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { en } from '../../strings/en.ts'
import { actionWords } from './audit-columns.tsx'
import { type AuditFilters, dayOf, midnightOf } from './audit-views.ts'

const words = en.settings.audit
const dayMs = 86_400_000
const spans = { day: dayMs, week: 7 * dayMs, month: 30 * dayMs } as const
type Set = (change: Partial<AuditFilters>, how?: 'push' | 'replace') => void

/** The filters beside the views: one action, who, when. */
export function useAuditChips(filters: AuditFilters, set: Set): readonly Chip[] {
  const { action, actor, since, until } = filters
  return [
    {
      key: 'action',
      label: words.action,
      value: action === '' ? null : actionWords(action),
      onClear: () => set({ action: '' }, 'push'),
      children: (
        <Combobox
          label={words.action}
          searchLabel={words.actionSearch}
          value={action === '' ? null : action}
          onChange={(chosen) => set({ action: chosen ?? '', view: 'all' }, 'push')}
          options={Object.entries(words.actions).map(([value, label]) => ({ value, label }))}
        />
      ),
    },
    {
      key: 'actor',
      label: words.actor,
      value: actor === '' ? null : actor,
      onClear: () => set({ actor: '' }, 'push'),
      children: <Actors actor={actor} onChoose={(chosen) => set({ actor: chosen }, 'push')} />,
    },
    {
      key: 'time',
      label: words.time,
      value: timeWords(since, until),
      onClear: () => set({ since: null, until: null }, 'push'),
      children: <Times since={since} until={until} set={set} />,
    },
  ]
}

/** People and keys of now; who is gone can still be asked for by the address. */
function Actors({ actor, onChoose }: { actor: string; onChoose: (actor: string) => void }) {
  const accounts = useAccounts().data?.items ?? []
  const keys = useKeys().data?.items ?? []
  const names = new Map(accounts.map(({ email, name }) => [email, name ?? undefined]))
  for (const { name } of keys) names.set(name, words.key)
  if (actor !== '' && !names.has(actor)) names.set(actor, undefined)
  return (
    <Combobox
      label={words.actor}
      searchLabel={words.actorSearch}
      value={actor === '' ? null : actor}
      onChange={(chosen) => onChoose(chosen ?? '')}
      options={[...names].map(([value, hint]) => ({ value, label: value, hint }))}
    />
  )
}

function Times({ since, until, set }: { since: string | null; until: string | null; set: Set }) {
  const day = (text: string, change: Partial<AuditFilters>) => {
    if (text === '' || midnightOf(text, 0) !== null) set(change, 'push')
  }
  return (
    <div className="flex flex-col gap-3">
      <RadioGroup
        label={words.time}
        hideLabel
        value={since === null && until === null ? 'any' : null}
        onChange={(span) =>
          set({ since: span === 'any' ? null : new Date(Date.now() - spans[span]).toISOString(), until: null }, 'push')
        }
        options={[
          { value: 'any', label: words.times.any },
          { value: 'day', label: words.times.day },
          { value: 'week', label: words.times.week },
          { value: 'month', label: words.times.month },
        ]}
      />
      <Field label={words.from}>
        <Input
          type="date"
          value={dayOf(since)}
          onChange={(event) => day(event.target.value, { since: midnightOf(event.target.value, 0) })}
        />
      </Field>
      <Field label={words.until}>
        <Input
          type="date"
          value={dayOf(until, -1)}
          onChange={(event) => day(event.target.value, { until: midnightOf(event.target.value, 1) })}
        />
      </Field>
    </div>
  )
}

function timeWords(since: string | null, until: string | null): string | null {
  if (since === null && until === null) return null
  return [
    ...(since === null ? [] : [words.since(localDay(Date.parse(since)))]),
    ...(until === null ? [] : [words.before(localDay(Date.parse(until) - 1))]),
  ].join(' ')
}
