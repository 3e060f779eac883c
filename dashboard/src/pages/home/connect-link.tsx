import { useEffect, useRef } from 'react'
import { useOpenWidget } from '../../api/home.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Link } from '../../components/link.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'

const words = en.home.steps.user

/** Makes a link of Connect, to be opened here or sent to somebody. */
export function ConnectLink() {
  const widget = useOpenWidget()
  const link = useRef<HTMLAnchorElement>(null)
  const url = widget.data?.url
  // The button that asked for it has gone, or has done its work: the link is next.
  useEffect(() => {
    if (url !== undefined) link.current?.focus()
  }, [url])
  const make = () => widget.mutate(undefined, { onError: (error) => toast({ tone: 'bad', text: error.message }) })
  if (url === undefined)
    return (
      <Button look="primary" busy={widget.isPending} onClick={make}>
        {words.act}
      </Button>
    )
  return (
    <>
      <Link ref={link} look="primary" href={url}>
        {words.open}
      </Link>
      <CopyButton look="quiet" text={url} label={words.copy} />
      <Button look="plain" busy={widget.isPending} onClick={make}>
        {words.again}
      </Button>
    </>
  )
}
