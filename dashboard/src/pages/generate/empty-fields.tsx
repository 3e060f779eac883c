import type { GenerateBody } from '../../api/generate.ts'
import { Panel } from '../../components/panel.tsx'
import { en } from '../../strings/en.ts'
import { groupsOf, labelOf, typeWords } from './choices.ts'

const words = en.generate.fields

/** The fields of the schema that the payload leaves empty, so that nobody waits for what never comes. */
export function EmptyFields({ body, paths }: { body: GenerateBody; paths: readonly string[] }) {
  return (
    <Panel title={words.title}>
      <p className="max-w-text">
        {words.summary(labelOf(body.provider), typeWords(body.type), paths.length)}{' '}
        {paths.length > 0 && <span className="text-muted">{words.why}</span>}{' '}
        {!body.with_samples && <span className="text-muted">{words.samples}</span>}
      </p>
      {paths.length > 0 && (
        <details className="mt-2">
          <summary className="w-fit rounded-control py-1 font-medium touch:py-3">{words.more(paths.length)}</summary>
          <dl className="mt-2 grid gap-x-6 gap-y-2 text-label sm:grid-cols-[auto_minmax(0,1fr)]">
            {groupsOf(paths).map(({ group, inside }) => (
              <div key={group} className="sm:contents">
                <dt className="font-mono">{group}</dt>
                <dd className="flex min-w-0 flex-wrap gap-x-3 text-muted max-sm:flex-col">
                  {inside.length === 0
                    ? words.whole
                    : inside.map((path) => (
                        <code key={path} className="wrap-anywhere">
                          {path}
                        </code>
                      ))}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </Panel>
  )
}
