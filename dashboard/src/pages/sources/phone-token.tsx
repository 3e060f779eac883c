import { useEffect, useRef } from 'react'
import { useMakePhoneToken } from '../../api/phone-tokens.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { DefinitionList } from '../../components/definition-list.tsx'
import { FieldError } from '../../components/field.tsx'
import { Link } from '../../components/link.tsx'
import { Panel } from '../../components/panel.tsx'
import { en } from '../../strings/en.ts'

const words = en.sources.phone

/** Makes a token that connects a phone, and leads to the page that plays one. */
export default function PhoneToken() {
  const may = useMay('developer')
  const { mutate, data, error, isPending } = useMakePhoneToken()
  const made = useRef<HTMLDivElement>(null)
  // What was asked for is next for who goes on by keyboard or ear.
  useEffect(() => {
    if (data !== undefined) made.current?.focus()
  }, [data])
  const make = (
    <Button look={data === undefined ? 'primary' : 'quiet'} busy={isPending} onClick={() => mutate()}>
      {data === undefined ? words.make : words.again}
    </Button>
  )
  return (
    <Panel title={words.title} className="h-fit">
      <div className="flex flex-col gap-4">
        <p className="max-w-text">{words.about}</p>
        {data !== undefined && (
          <div ref={made} tabIndex={-1} className="outline-none">
            <DefinitionList
              stacked
              items={[
                { term: words.token, value: <Copied text={data.token} copy={words.copyToken} /> },
                {
                  term: words.tryUrl,
                  value: data.try_url === null ? null : <Copied text={data.try_url} copy={words.copyUrl} />,
                },
              ]}
            />
          </div>
        )}
        {may ? (
          <div className="flex flex-wrap items-center gap-2">
            {data?.try_url && (
              <Link look="primary" href={data.try_url}>
                {words.open}
              </Link>
            )}
            {make}
          </div>
        ) : (
          <p className="text-label text-muted">{words.mayNot}</p>
        )}
        {error !== null && <FieldError>{error.message}</FieldError>}
        <p className="max-w-text text-label text-muted">{data?.try_url === null ? words.noTry : words.tryAbout}</p>
      </div>
    </Panel>
  )
}

const Copied = ({ text, copy }: { text: string; copy: string }) => (
  <span className="flex min-w-0 items-center gap-1">
    <code className="break-all">{text}</code>
    <CopyButton size="small" text={text} label={copy} />
  </span>
)
