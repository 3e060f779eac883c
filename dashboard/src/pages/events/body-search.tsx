import { Search } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { Input } from '../../components/input.tsx'
import { en } from '../../strings/en.ts'
import { longestBody } from './event-filters.ts'

const words = en.events.list
/** The server looks through bodies for it, so it is asked once the reader has stopped typing, in ms. */
const settleMs = 400

/** Finds events by a part of their payload. What is typed is applied by Enter, or after a moment. */
export function BodySearch({ value, onApply }: { value: string; onApply: (text: string) => void }) {
  const [typed, setTyped] = useState(value)
  // Where the address changes otherwise, as by a view or a step back, the field follows.
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onApply(typed), settleMs)
    return () => clearTimeout(timer)
  }, [typed, value, onApply])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onApply(typed)
  }
  return (
    <form onSubmit={submit}>
      <Input
        type="search"
        icon={<Search />}
        aria-label={words.body}
        placeholder={words.bodyHint}
        maxLength={longestBody}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        spellCheck={false}
      />
    </form>
  )
}
