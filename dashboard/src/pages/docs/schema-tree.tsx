import { ChevronRight } from 'lucide-react'
import { en } from '../../strings/en.ts'
import type { SchemaNode } from './schema.ts'

const words = en.docs
/** How deep the tree is open at first. */
const openDepth = 2

/** What is asked for says what must be there; an answer says what may be missing. */
export type Side = 'asked' | 'answered'

/** A body: what it is as a whole, then its fields. */
export function SchemaTree({ node, side }: { node: SchemaNode; side: Side }) {
  // That something with fields is an object need not be said.
  const isPlainObject = node.type === 'object' && node.description === null && node.children.length > 0
  return (
    <div>
      {!isPlainObject && <Line node={node} side={side} />}
      {node.children.length > 0 && (
        <div className="mt-1">
          <SchemaNodes nodes={node.children} side={side} />
        </div>
      )}
    </div>
  )
}

/** Fields, one below the other, each with what it holds folded into it. */
export function SchemaNodes({ nodes, side, depth = 0 }: { nodes: readonly SchemaNode[]; side: Side; depth?: number }) {
  return (
    <ul className="border-line border-l">
      {nodes.map((node) => (
        <li key={node.name} className="pl-2 not-last:border-line not-last:border-b">
          {node.children.length === 0 ? (
            <div className="py-1.5 pl-5">
              <Line node={node} side={side} />
            </div>
          ) : (
            <details open={depth + 1 < openDepth} className="group/node">
              <summary className="flex list-none items-start gap-1 rounded-control py-1.5 -outline-offset-2 hover:bg-sunken [&::-webkit-details-marker]:hidden">
                <ChevronRight
                  aria-hidden
                  className="mt-0.5 size-4 shrink-0 text-muted [details[open]>summary>&]:rotate-90"
                />
                <Line node={node} side={side} />
              </summary>
              <div className="pb-1.5 pl-3">
                <SchemaNodes nodes={node.children} side={side} depth={depth + 1} />
              </div>
            </details>
          )}
        </li>
      ))}
    </ul>
  )
}

function Line({ node, side }: { node: SchemaNode; side: Side }) {
  const { name, type, isRequired, description, values, limits } = node
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-baseline gap-x-2">
        {name !== null && <code className="break-all font-medium">{name}</code>}
        <span className="text-muted">{type}</span>
        {name !== null && side === 'asked' && isRequired === true && (
          <span className="text-label text-warn">{words.required}</span>
        )}
        {name !== null && side === 'answered' && isRequired === false && (
          <span className="text-label text-muted">{words.mayBeMissing}</span>
        )}
        {limits !== null && <span className="break-all text-label text-muted">{limits}</span>}
      </p>
      {description !== null && <p className="max-w-text text-muted">{description}</p>}
      {values.length > 0 && (
        <p className="flex flex-wrap gap-1 pt-1">
          {values.map((value) => (
            <code key={value} className="rounded-control bg-sunken px-1.5 text-label">
              {value}
            </code>
          ))}
        </p>
      )}
    </div>
  )
}
