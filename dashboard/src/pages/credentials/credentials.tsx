import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useChosenEnvironment, useMay, useSession } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { DefinitionList } from '../../components/definition-list.tsx'
import { Id } from '../../components/id.tsx'
import { Link } from '../../components/link.tsx'
import { useAtLeast, WIDTH } from '../../components/media.ts'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { ActionBar } from '../../shell/action-bar.tsx'
import { useShortcut } from '../../shell/shortcuts.ts'
import { en } from '../../strings/en.ts'
import { KeyList } from './key-list.tsx'
import { MakeKey } from './make-key.tsx'

const words = en.credentials

/** API > Credentials. */
export default function CredentialsPage() {
  const may = useMay('developer')
  const [isMaking, setMaking] = useState(false)
  useShortcut(may ? { keys: 'n', label: words.keys.make, group: 'page', run: () => setMaking(true) } : null)
  return (
    <>
      <PageHeader
        title={words.title}
        description={words.description}
        actions={
          may && (
            <ActionBar>
              <Button
                look="primary"
                icon={<KeyRound aria-hidden />}
                className="max-md:flex-1"
                onClick={() => setMaking(true)}
              >
                {words.keys.make}
              </Button>
            </ActionBar>
          )
        }
      />
      <div className="flex flex-col gap-4">
        <EnvironmentPanel />
        <KeyList />
      </div>
      {isMaking && <MakeKey onClose={() => setMaking(false)} />}
    </>
  )
}

function EnvironmentPanel() {
  const { public_url } = useSession()
  const isWide = useAtLeast(WIDTH.tablet)
  const environment = useChosenEnvironment()
  const address = (url: string, copy: string) => (
    <span className="flex min-w-0 items-center gap-1 touch:-my-2">
      <code className="break-all">{url}</code>
      <CopyButton size="small" text={url} label={copy} />
    </span>
  )
  return (
    <Panel title={words.environment.title}>
      <DefinitionList
        stacked={!isWide}
        items={[
          { term: words.environment.name, value: environment?.name },
          {
            term: words.environment.devId,
            value: environment && (
              <span className="flex min-w-0 items-center gap-1 touch:-my-2">
                <Id id={environment.dev_id} of={words.environment.devId} whole still />
                <CopyButton size="small" text={environment.dev_id} label={words.environment.copyDevId} />
              </span>
            ),
          },
          {
            term: words.environment.v2,
            value: (
              <>
                {address(`${public_url}/v2`, words.environment.copyV2)}
                <span className="text-muted">{words.environment.v2Why}</span>
              </>
            ),
          },
          {
            term: words.environment.admin,
            value: (
              <>
                {address(`${public_url}/admin/api`, words.environment.copyAdmin)}
                <Link href="/docs">{words.environment.reference}</Link>
              </>
            ),
          },
        ]}
      />
    </Panel>
  )
}
