import { type ReactNode, useState } from 'react'
import { useSavePriority } from '../../api/person.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { FieldError } from '../../components/field.tsx'
import { type OrderItem, OrderList } from '../../components/order-list.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'

const words = en.people.order

export interface OrderWords {
  /** After the verb, in the question before something is done: "for everybody". */
  object: string
  saved: string
  takenBack: string
  backWhat: string
  /** Asked before it is saved, with what follows from it; without it, it is saved at once. */
  saveWhat?: ((names: string) => string) | undefined
}

export interface SourceOrderProps {
  /** Whose order; null: that of the environment. */
  referenceId: string | null
  /** The order that holds now. */
  held: readonly string[]
  /** Whether somebody gave it, so that it can be taken back. */
  isGiven: boolean
  itemOf: (provider: string) => OrderItem
  says: OrderWords
  /** Whether sources can be left out, which then come after all others. */
  isOpen?: boolean
  /** Stands below the list; gets what is in it, and the way to add to it, where the reader may. */
  children?: (shown: readonly string[], add: ((provider: string) => void) | null) => ReactNode
}

/** Sources in the order in which they count, to be put in another. */
export function SourceOrder(props: SourceOrderProps) {
  const { referenceId, held, isGiven, itemOf, says, isOpen = false, children } = props
  const may = useMay('developer')
  const [draft, setDraft] = useState<readonly string[] | null>(null)
  const [asked, setAsked] = useState<'save' | 'back' | null>(null)
  const save = useSavePriority(referenceId)
  // Who was made a viewer meanwhile sees what holds, not what they were about to change.
  const shown = may && draft !== null ? draft : held
  const isChanged = draft !== null && draft.join() !== held.join()
  const names = shown.map((provider) => itemOf(provider).label).join(', ')
  const store = async (providers: readonly string[], text: string) => {
    await save.mutateAsync(providers)
    setDraft(null)
    toast({ text })
  }
  // An order of nobody is no order.
  const text = shown.length === 0 ? says.takenBack : says.saved
  const keep = () => {
    if (says.saveWhat !== undefined) return setAsked(shown.length === 0 ? 'back' : 'save')
    void store(shown, text).catch(() => undefined)
  }
  return (
    <div className="flex flex-col gap-3">
      {shown.length > 0 && (
        <OrderList
          label={words.list}
          items={shown.map(itemOf)}
          onOrder={may ? setDraft : undefined}
          onRemove={may && isOpen ? (provider) => setDraft(shown.filter((one) => one !== provider)) : undefined}
        />
      )}
      {children?.(shown, may ? (provider) => setDraft([...shown, provider]) : null)}
      {!may && <p className="text-muted">{words.mayNot}</p>}
      {save.error !== null && asked === null && (
        <div role="alert">
          <FieldError>{save.error.message}</FieldError>
        </div>
      )}
      {may && (isChanged || isGiven) && (
        <div className="flex flex-wrap justify-end gap-2">
          {isGiven && <Button onClick={() => setAsked('back')}>{words.back}</Button>}
          {isChanged && <Button onClick={() => setDraft(null)}>{words.undo}</Button>}
          {isChanged && (
            <Button look="primary" busy={save.isPending && asked === null} onClick={keep}>
              {words.save}
            </Button>
          )}
        </div>
      )}
      {asked !== null && (
        <Confirm
          open
          onClose={() => setAsked(null)}
          verb={asked === 'save' ? words.save : words.back}
          object={says.object}
          consequence={asked === 'save' ? says.saveWhat?.(names) : says.backWhat}
          onConfirm={() => store(asked === 'save' ? shown : [], asked === 'save' ? says.saved : says.takenBack)}
        />
      )}
    </div>
  )
}
