import { Download, Search } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { type OpenApi, openApiAddress, useOpenApi } from '../../api/openapi.ts'
import { Button, buttonClass } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { OperationRow } from './operation-row.tsx'
import { matching, type Section, sectionsOf } from './operations.ts'

const words = en.docs

/** `/docs`: the management API, drawn from its own description. */
export default function DocsPage() {
  const { data, error, refetch } = useOpenApi()
  return (
    <>
      <PageHeader
        title={words.title}
        description={words.description}
        actions={
          <a href={openApiAddress} download="tellus-openapi.json" className={buttonClass()}>
            <Download aria-hidden />
            {words.download}
          </a>
        }
      />
      {data !== undefined && <Reference description={data} />}
      {data === undefined && <Pending error={error} onRetry={refetch} rows={10} />}
    </>
  )
}

function Reference({ description }: { description: OpenApi }) {
  const sections = useMemo(() => sectionsOf(description), [description])
  const [wanted, setWanted] = useState('')
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const [linked, setLinked] = useState<{ id: string } | null>(null)
  const shown = matching(sections, wanted)
  const count = shown.reduce((sum, { operations }) => sum + operations.length, 0)
  useEffect(() => {
    const follow = () => {
      const id = decodeURIComponent(location.hash.slice(1))
      if (id === '') return
      // What is linked to must be in sight, whatever was searched before.
      setWanted('')
      setOpen((before) => new Set([...before, id]))
      setLinked({ id })
    }
    follow()
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  useEffect(() => {
    const target = linked === null ? null : document.getElementById(linked.id)
    target?.scrollIntoView({ block: 'start' })
    target?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true })
  }, [linked])
  const toggle = (id: string) => {
    const isOpen = open.has(id)
    setOpen(new Set(isOpen ? [...open].filter((one) => one !== id) : [...open, id]))
    // The address follows what was opened last, without a step in the history.
    history.replaceState(history.state, '', isOpen ? location.pathname : `#${id}`)
  }
  return (
    <div className="lg:grid lg:grid-cols-[12rem_minmax(0,1fr)] lg:gap-8">
      <SectionList sections={shown} />
      <div className="min-w-0">
        <div className="sticky top-12 z-10 -mx-4 bg-canvas px-4 pt-2 pb-3 md:top-0 md:-mx-6 md:px-6 lg:mx-0 lg:px-0 lg:pt-1">
          <Field label={words.filter} aside={<span role="status">{words.count(count)}</span>}>
            <Input
              type="search"
              icon={<Search />}
              placeholder={words.filterHint}
              value={wanted}
              onChange={(event) => setWanted(event.target.value)}
            />
          </Field>
        </div>
        {shown.length === 0 && (
          <Empty
            what={words.noMatch(wanted)}
            why={words.noMatchWhy}
            action={<Button onClick={() => setWanted('')}>{words.clear}</Button>}
          />
        )}
        {shown.map(({ tag, title, operations }) => (
          <section key={tag} aria-labelledby={`tag-${tag}`} className="mb-6">
            <h2 id={`tag-${tag}`} className="scroll-mt-32 pb-2 font-semibold text-section md:scroll-mt-20">
              {title}
            </h2>
            <ul className="overflow-hidden rounded-panel border border-line bg-surface">
              {operations.map((placed) => (
                <OperationRow
                  key={placed.id}
                  placed={placed}
                  description={description}
                  isOpen={open.has(placed.id)}
                  onToggle={() => toggle(placed.id)}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  )
}

/** The sections at the left of a wide screen, to jump to. */
function SectionList({ sections }: { sections: readonly Section[] }) {
  return (
    <nav
      aria-label={words.sections}
      className="sticky top-6 hidden h-fit max-h-[calc(100dvh-3rem)] overflow-y-auto lg:block"
    >
      <ul>
        {sections.map(({ tag, title, operations }) => (
          <li key={tag}>
            <a
              href={`#tag-${tag}`}
              className="flex min-h-7 items-center justify-between gap-2 rounded-control px-2 text-muted -outline-offset-2 hover:bg-sunken hover:text-ink"
            >
              <span className="truncate">{title}</span>
              <span className="text-label">{operations.length}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
