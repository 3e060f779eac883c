import type { ReactNode } from 'react'
import type { Content, OpenApi, Parameter, Schemas } from '../../api/openapi.ts'
import { useChosenEnvironment } from '../../api/session.ts'
import { Code } from '../../components/code.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { en } from '../../strings/en.ts'
import { accessOf, commandOf, type Placed } from './operations.ts'
import { treeOf } from './schema.ts'
import { SchemaNodes, SchemaTree, type Side } from './schema-tree.tsx'

const words = en.docs
const places = ['path', 'query', 'header'] as const

/** What goes in, what comes out, and a command to begin with. */
export function OperationDetail({ placed, description }: { placed: Placed; description: OpenApi }) {
  const environment = useChosenEnvironment()
  const { operation } = placed
  const schemas = description.components?.schemas ?? {}
  const server = description.servers?.[0]?.url ?? ''
  const command = commandOf(placed, { server, devId: environment?.dev_id ?? '', schemas })
  const answers = Object.entries(operation.responses)
  return (
    <div className="flex flex-col gap-5 border-line border-t px-3 py-4 md:px-4">
      <p className="flex items-center justify-between gap-2 text-muted">
        {words.access[accessOf(operation)]}
        <CopyButton text={() => `${location.origin}/docs#${placed.id}`} label={words.copyLink} />
      </p>
      {command !== null && <Code label={words.curlOf(placed.method, placed.path)} head={words.curl} text={command} />}
      {places.map((place) => (
        <Parameters key={place} place={place} parameters={operation.parameters ?? []} schemas={schemas} />
      ))}
      {operation.requestBody !== undefined && (
        <Part title={words.body}>
          <Contents content={operation.requestBody.content} schemas={schemas} side="asked" />
        </Part>
      )}
      {answers
        .filter(([status]) => status.startsWith('2'))
        .map(([status, { content }]) => (
          <Part key={status} title={`${words.answer} ${status}`}>
            {content === undefined ? (
              <p className="text-muted">{words.noBody}</p>
            ) : (
              <Contents content={content} schemas={schemas} side="answered" />
            )}
          </Part>
        ))}
      <Part title={words.errors}>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
          {answers
            .filter(([status]) => /^[45]/.test(status))
            .map(([status, { description }]) => (
              <div key={status} className="contents">
                <dt className="font-mono">{status}</dt>
                <dd className="text-muted">{description}</dd>
              </div>
            ))}
        </dl>
        <p className="mt-2 text-label text-muted">{words.errorsAre}</p>
      </Part>
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h4 className="mb-1.5 font-semibold">{title}</h4>
      {children}
    </section>
  )
}

function Parameters(props: { place: Parameter['in']; parameters: readonly Parameter[]; schemas: Schemas }) {
  const nodes = props.parameters
    .filter((one) => one.in === props.place)
    .map(({ name, required, description, schema }) => {
      const node = treeOf(schema ?? {}, props.schemas, { name, isRequired: required ?? false, within: new Set() })
      return description === undefined ? node : { ...node, description }
    })
  if (nodes.length === 0) return null
  return (
    <Part title={words.parameters[props.place]}>
      <SchemaNodes nodes={nodes} side="asked" />
    </Part>
  )
}

function Contents({ content, schemas, side }: { content: Content; schemas: Schemas; side: Side }) {
  return (
    <div className="flex flex-col gap-3">
      {Object.entries(content).map(([mediaType, { schema }]) => (
        <div key={mediaType}>
          <p className="mb-1 text-label text-muted">
            <code>{mediaType}</code>
          </p>
          <SchemaTree node={treeOf(schema ?? {}, schemas)} side={side} />
        </div>
      ))}
    </div>
  )
}
