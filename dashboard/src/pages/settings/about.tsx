import { RotateCw } from 'lucide-react'
import { root } from '../../api/client.ts'
import { useReadiness } from '../../api/health.ts'
import { useLiveState } from '../../api/live.ts'
import { useSession } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { DefinitionList } from '../../components/definition-list.tsx'
import { Link } from '../../components/link.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { CustomStatus } from '../../components/status.tsx'
import { en } from '../../strings/en.ts'

const words = en.settings.about
const paths = ['healthz', 'readyz', 'metrics'] as const

/** Settings > About: what runs here, whether it is well, and where to read on. */
export default function AboutPage() {
  const session = useSession()
  return (
    <>
      <PageHeader title={words.title} description={words.description} />
      <div className="flex flex-col gap-4">
        <Panel title={words.facts}>
          <DefinitionList
            items={[
              { term: words.version, value: <code>{session.version}</code> },
              { term: words.licence, value: words.licenceIs },
              {
                term: words.address,
                value: (
                  <span>
                    <code className="break-all">{session.public_url}</code>
                    <span className="block text-label text-muted">{words.addressHint}</span>
                  </span>
                ),
              },
              { term: words.sandbox, value: session.sandbox ? words.sandboxOn : words.sandboxOff },
              { term: words.private, value: session.private_destinations ? words.privateOn : words.privateOff },
              { term: words.environments, value: session.environments.length },
            ]}
          />
        </Panel>
        <Health />
        <Panel title={words.links}>
          <DefinitionList
            items={[
              { key: 'reference', term: <Link href="/docs">{words.reference}</Link>, value: words.referenceWhy },
              {
                key: 'openapi',
                term: <Link href={`${location.origin}${root}/openapi.json`}>{words.openApi}</Link>,
                value: words.openApiWhy,
              },
            ]}
          />
        </Panel>
      </div>
    </>
  )
}

function Health() {
  const live = useLiveState()
  const { data, error, isFetching, refetch } = useReadiness()
  const said = error?.message ?? data?.why
  return (
    <Panel
      title={words.health}
      actions={
        <Button icon={<RotateCw aria-hidden />} busy={isFetching} onClick={() => void refetch()}>
          {words.checkAgain}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <DefinitionList
          items={[
            {
              term: words.database,
              value:
                data === undefined && error === null ? (
                  <span className="text-muted">{words.checking}</span>
                ) : (
                  <>
                    <CustomStatus shape={data?.isReady ? 'full' : 'square'} tone={data?.isReady ? 'ok' : 'bad'}>
                      {data?.isReady ? words.databaseUp : words.databaseDown}
                    </CustomStatus>
                    {said}
                  </>
                ),
            },
            {
              term: words.stream,
              value: (
                <CustomStatus shape={live === 'live' ? 'full' : 'half'} tone={live === 'live' ? 'ok' : 'warn'}>
                  {en.shell.health[live]}
                </CustomStatus>
              ),
            },
          ]}
        />
        <div>
          <h3 className="mb-1 font-medium text-label text-muted">{words.watch}</h3>
          <DefinitionList
            items={paths.map((path) => ({
              key: path,
              term: <Link href={`${location.origin}/${path}`}>/{path}</Link>,
              value: words.paths[path],
            }))}
          />
        </div>
      </div>
    </Panel>
  )
}
