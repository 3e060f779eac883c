import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { useMay } from '../../api/session.ts'
import { DefinitionList } from '../../components/definition-list.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { text } from '../../routing/filters.ts'
import { useTitle } from '../../routing/title.ts'
import { useFilters } from '../../routing/use-filters.ts'
import { en } from '../../strings/en.ts'
import { ImportForm } from './import-form.tsx'
import { ImportList } from './import-list.tsx'
import { OneImport } from './one-import.tsx'
import { useUploads } from './upload.ts'
import { Uploads } from './uploads.tsx'

const words = en.imports
/** Whose page one comes from. */
const schema = { user: text() }

/** Tools > Import; with an id, how that import goes and what came of it. */
export default function ImportPage({ id }: { id?: string | undefined }) {
  return id === undefined ? <Imports /> : <OneImport key={id} id={id} />
}

function Imports() {
  useTitle(words.title)
  const may = useMay('developer')
  const { filters } = useFilters(schema)
  const follow = useFollowed()
  return (
    <>
      <PageHeader title={words.title} description={may ? words.description : words.form.mayNot} />
      <div className="flex flex-col gap-4">
        {may && (
          <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_18rem]">
            <ImportForm key={filters.user} user={filters.user} onStart={follow} />
            <Panel title={words.where.title} className="h-fit">
              <DefinitionList
                stacked
                items={[
                  { term: words.where.apple, value: words.where.appleHow },
                  { term: words.where.fit, value: words.where.fitHow },
                  { term: words.where.gpx, value: words.where.gpxHow },
                ]}
              />
              <p className="mt-4 border-line border-t pt-3 text-muted">{words.where.again}</p>
            </Panel>
          </div>
        )}
        <Uploads />
        <ImportList />
      </div>
    </>
  )
}

/** A single file is followed to its import once the server has it; of several the list tells. */
function useFollowed(): (ids: number[]) => void {
  const [, navigate] = useLocation()
  const followed = useRef<number | null>(null)
  const uploads = useUploads()
  const taken = uploads.find(({ id, state }) => id === followed.current && state === 'taken')
  useEffect(() => {
    if (taken?.importId == null) return
    followed.current = null
    navigate(`/tools/import/${taken.importId}`)
  }, [taken, navigate])
  return (ids) => {
    followed.current = ids.length === 1 ? (ids[0] ?? null) : null
  }
}
