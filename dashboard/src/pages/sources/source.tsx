import { Upload } from 'lucide-react'
import { type Source, useSources } from '../../api/sources.ts'
import { DefinitionList } from '../../components/definition-list.tsx'
import { Empty } from '../../components/empty.tsx'
import { Link } from '../../components/link.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { late } from '../../routing/late.ts'
import { useTitle } from '../../routing/title.ts'
import { ActionBar } from '../../shell/action-bar.tsx'
import { LatePart } from '../../shell/late-part.tsx'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { TypeGlyphs } from './glyphs.tsx'
import { SourceState, SourceSwitch } from './state.tsx'

const words = en.sources.page
const base = '/connections/sources'
const keys = late(() => import('./keys.tsx'))
const phoneToken = late(() => import('./phone-token.tsx'))

/** One source: what it is, and how its data gets in. */
export default function SourcePage({ provider }: { provider: string }) {
  const { data, error, refetch } = useSources()
  const source = data?.items.find((one) => one.provider === provider.toUpperCase())
  useTitle(source?.label ?? provider, en.sources.title)
  if (source !== undefined) return <Shown source={source} />
  if (data === undefined) return <Pending error={error} onRetry={refetch} rows={6} />
  return (
    <>
      <PageHeader title={provider} />
      <Empty
        what={words.unknown(provider)}
        why={words.unknownWhy}
        action={
          <Link look="quiet" href={base}>
            {words.all}
          </Link>
        }
      />
    </>
  )
}

/** What stands in the way of its being used, if anything does. */
function hindrance({ state, enabled, kind, provider, retired }: Source): string | null {
  if (retired !== null) return retired
  if (!enabled) return words.offNow
  if (state === 'needs_keys') return words.needsKeys(provider)
  return state === 'off' && kind === 'sandbox' ? words.sandboxOff : null
}

const isKnownFile = (kind: string): kind is keyof typeof words.fileKinds => Object.hasOwn(words.fileKinds, kind)

function Shown({ source }: { source: Source }) {
  const { label, kind, types, users, file_kinds: files } = source
  const problem = hindrance(source)
  const way = words.ways[kind]
  return (
    <>
      <PageHeader
        trail={[
          { label: en.shell.groups.connections, href: base },
          { label: en.sources.title, href: base },
        ]}
        title={label}
        actions={
          files.length > 0 && (
            <ActionBar>
              <Link look="primary" href="/tools/import" className="max-md:flex-1">
                <Upload aria-hidden />
                {words.import}
              </Link>
            </ActionBar>
          )
        }
      />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={words.how} className="h-fit">
            <div className="flex max-w-text flex-col gap-2">
              {problem !== null && <p className="font-medium text-warn">{problem}</p>}
              <p>{typeof way === 'string' ? way : way(label)}</p>
              {files.length > 0 && kind !== 'file' && <p>{words.alsoFiles}</p>}
            </div>
          </Panel>
          {kind === 'cloud' && <LatePart of={keys} props={{ provider: source.provider }} />}
          {kind === 'phone' && <LatePart of={phoneToken} props={{}} />}
        </div>
        <Panel title={words.facts} className="h-fit">
          <DefinitionList
            stacked
            items={[
              {
                term: words.state,
                value: <SourceState source={source} />,
              },
              { term: en.sources.offeredShort, value: <SourceSwitch source={source} /> },
              { term: words.kind, value: en.sources.kinds[kind] },
              { term: words.slug, value: <code>{source.provider}</code> },
              {
                term: words.users,
                value:
                  users === 0 ? (
                    en.sources.users(0)
                  ) : (
                    <Link href={`/users?provider=${source.provider}`}>{words.seeUsers(users)}</Link>
                  ),
              },
              { term: words.types, value: <TypeGlyphs types={types} /> },
              {
                term: words.files,
                value:
                  files.length === 0
                    ? null
                    : files.map((file) => (
                        <span key={file} className="w-full">
                          {isKnownFile(file) ? words.fileKinds[file] : file}
                        </span>
                      )),
              },
            ]}
          />
        </Panel>
      </div>
    </>
  )
}
