import { Bookmark, BookmarkPlus, Trash2 } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Input } from '../../components/input.tsx'
import { Menu } from '../../components/menu.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'
import { isBuiltIn, type SavedView } from './saved-views.ts'

const words = en.events.own

export interface OwnViewsProps {
  saved: readonly SavedView[]
  /** The view as it is now. */
  present: string
  onSave: (view: SavedView) => void
  onForget: (view: SavedView) => void
}

/** Keeps the present filters as a view of the reader's own, and removes those that are kept. */
export function OwnViews({ saved, present, onSave, onForget }: OwnViewsProps) {
  const [isNaming, setIsNaming] = useState(false)
  const forget = (view: SavedView) => {
    onForget(view)
    toast({ text: words.forgotten(view.name), undo: () => onSave(view) })
  }
  return (
    <>
      <Menu
        label={words.label}
        trigger={<IconButton label={words.label} icon={<Bookmark aria-hidden />} noTooltip />}
        entries={[
          isBuiltIn(present)
            ? { kind: 'heading', label: words.nothingToSave }
            : { label: words.save, icon: <BookmarkPlus aria-hidden />, onSelect: () => setIsNaming(true) },
          ...(saved.length > 0 ? [{ kind: 'rule' } as const] : []),
          ...saved.map((view) => ({
            label: words.forget(view.name),
            icon: <Trash2 aria-hidden />,
            onSelect: () => forget(view),
          })),
        ]}
      />
      {isNaming && (
        <NameView
          onClose={() => setIsNaming(false)}
          onName={(name) => {
            onSave({ name, query: present })
            toast({ text: words.saved(name) })
            setIsNaming(false)
          }}
        />
      )}
    </>
  )
}

function NameView({ onClose, onName }: { onClose: () => void; onName: (name: string) => void }) {
  const form = useId()
  const [name, setName] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') setIsWrong(true)
    else onName(name.trim())
  }
  return (
    <Dialog
      open
      onClose={onClose}
      size="small"
      title={words.saveTitle}
      description={words.saveWhat}
      footer={
        <>
          <Button onClick={onClose}>{en.parts.cancel}</Button>
          <Button type="submit" form={form} look="primary">
            {words.submit}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Field label={words.name} hint={words.nameHint} error={isWrong ? words.nameEmpty : null}>
          <Input value={name} maxLength={40} autoComplete="off" onChange={(event) => setName(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}
