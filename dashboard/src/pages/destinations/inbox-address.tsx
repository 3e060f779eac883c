import { useCreateInbox, useInboxAddresses } from '../../api/destinations.ts'
import { Button } from '../../components/button.tsx'
import { FieldError } from '../../components/field.tsx'
import { Menu } from '../../components/menu.tsx'
import { en } from '../../strings/en.ts'

const words = en.destinations.form

/** Beside an empty Host: the address of an inbox of ours, so that nobody needs a server to begin. */
export function InboxAddress({ onPick }: { onPick: (url: string) => void }) {
  const inboxes = useInboxAddresses()
  const create = useCreateInbox()
  const make = () => create.mutate(words.inboxName, { onSuccess: (inbox) => onPick(inbox.url) })
  const known = inboxes.data?.items ?? []
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {create.error && <FieldError>{create.error.message}</FieldError>}
      {known.length === 0 ? (
        <Button look="plain" busy={create.isPending} onClick={make}>
          {words.useInbox}
        </Button>
      ) : (
        <Menu
          label={words.useInbox}
          trigger={
            <Button look="plain" busy={create.isPending}>
              {words.useInbox}
            </Button>
          }
          entries={[
            ...known.map((inbox) => ({ label: inbox.name, onSelect: () => onPick(inbox.url) })),
            { kind: 'rule' as const },
            { label: words.newInbox, onSelect: make },
          ]}
        />
      )}
    </span>
  )
}
