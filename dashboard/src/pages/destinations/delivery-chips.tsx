import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Combobox } from '../../components/combobox.tsx'
import { Field } from '../../components/field.tsx'
import type { Chip } from '../../components/filter-bar.tsx'
import { localClock, shortenMiddle } from '../../components/format.ts'
import { Input } from '../../components/input.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { en } from '../../strings/en.ts'
import { type DeliveryFilterValues, hourMs, isCode, isUserId } from './delivery-filters.ts'
import { knownTypes } from './event-types.ts'

const words = en.destinations.list
type Set = (change: Partial<DeliveryFilterValues>, how?: 'push' | 'replace') => void

/** The filters of a destination's deliveries beside their status. */
export function useDeliveryChips(filters: DeliveryFilterValues, set: Set): readonly Chip[] {
  const { type, user, code, since, until } = filters
  const types = [...new Set([...(type === '' ? [] : [type]), ...knownTypes])]
  return [
    {
      key: 'type',
      label: words.type,
      value: type === '' ? null : type,
      onClear: () => set({ type: '' }, 'push'),
      children: (
        <Combobox
          label={words.type}
          searchLabel={words.typeHint}
          mono
          value={type === '' ? null : type}
          onChange={(chosen) => set({ type: chosen ?? '' }, 'push')}
          options={types.map((one) => ({ value: one, label: one }))}
        />
      ),
    },
    {
      key: 'user',
      label: words.user,
      value: user === '' ? null : shortenMiddle(user),
      onClear: () => set({ user: '' }, 'push'),
      children: (
        <Written
          key={user}
          label={words.userHint}
          wrong={words.userWrong}
          value={user}
          isRight={isUserId}
          onApply={(text) => set({ user: text }, 'push')}
        />
      ),
    },
    {
      key: 'code',
      label: words.code,
      value: code === '' ? null : code,
      onClear: () => set({ code: '' }, 'push'),
      children: (
        <Written
          key={code}
          label={words.codeHint}
          wrong={words.codeWrong}
          value={code}
          isRight={isCode}
          onApply={(text) => set({ code: text }, 'push')}
        />
      ),
    },
    {
      key: 'time',
      label: words.time,
      value: timeWords(since, until),
      onClear: () => set({ since: null, until: null }, 'push'),
      children: (
        <RadioGroup
          label={words.time}
          hideLabel
          value={since === null ? 'any' : null}
          onChange={(span) => set({ since: sinceOf(span), until: null }, 'push')}
          options={[
            { value: 'any', label: words.times.any },
            { value: 'hour', label: words.times.hour },
            { value: 'day', label: words.times.day },
            { value: 'week', label: words.times.week },
          ]}
        />
      ),
    },
  ]
}

const spans = { hour: hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs } as const

const sinceOf = (span: 'any' | keyof typeof spans): string | null =>
  span === 'any' ? null : new Date(Date.now() - spans[span]).toISOString()

const dayTime = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

function timeWords(since: string | null, until: string | null): string | null {
  if (since === null && until === null) return null
  const from = since === null ? '' : dayTime.format(Date.parse(since))
  return words.hour(from, until === null ? words.now : localClock(Date.parse(until)).slice(0, 5))
}

interface WrittenProps {
  label: string
  wrong: string
  value: string
  isRight: (text: string) => boolean
  onApply: (text: string) => void
}

/** A filter that is typed and judged before it is applied. */
function Written({ label, wrong, value, isRight, onApply }: WrittenProps) {
  const [typed, setTyped] = useState(value)
  const [isWrong, setIsWrong] = useState(false)
  const apply = (event: FormEvent) => {
    event.preventDefault()
    const text = typed.trim()
    setIsWrong(text !== '' && !isRight(text))
    if (text === '' || isRight(text)) onApply(text)
  }
  return (
    <form onSubmit={apply} className="flex flex-col gap-2">
      <Field label={label} error={isWrong ? wrong : null}>
        <Input mono value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
      </Field>
      <Button type="submit" look="primary">
        {words.apply}
      </Button>
    </form>
  )
}
