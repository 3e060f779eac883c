import type { Destination } from '../../api/destinations.ts'
import { Badge } from '../../components/badge.tsx'
import { DefinitionList } from '../../components/definition-list.tsx'
import { Id } from '../../components/id.tsx'
import { Panel } from '../../components/panel.tsx'
import { Time } from '../../components/time.tsx'
import { en } from '../../strings/en.ts'
import { SigningSecret } from './signing-secret.tsx'
import { DestinationStatus } from './state.tsx'
import { durationOf, retryWords } from './words.ts'

const words = en.destinations.page
const form = en.destinations.form

/** The right column: how a destination stands and how it is set. */
export function DestinationFacts({ destination }: { destination: Destination }) {
  const { event_types: types, headers, min_interval_seconds: intervals, failing_since, disabled_at } = destination
  const since = destination.enabled ? failing_since : disabled_at
  return (
    <Panel title={words.facts} className="h-fit">
      <div className="flex flex-col gap-3">
        <DefinitionList
          stacked
          items={[
            {
              term: words.status,
              value: (
                <>
                  <DestinationStatus destination={destination} />
                  {since !== null && (
                    <span className="text-muted">
                      {words.since} <Time at={since} />
                    </span>
                  )}
                </>
              ),
            },
          ]}
        />
        <SigningSecret destination={destination} />
        <DefinitionList
          stacked
          items={[
            {
              term: words.types,
              value:
                types === null
                  ? words.allTypes
                  : types.map((type) => (
                      <Badge key={type}>
                        <span className="font-mono">{type}</span>
                      </Badge>
                    )),
            },
            {
              term: words.headers,
              value:
                Object.keys(headers).length === 0
                  ? words.noHeaders
                  : Object.keys(headers).map((name) => (
                      <span key={name} className="break-all font-mono">
                        {name}: ••••
                      </span>
                    )),
            },
            { term: form.view, value: destination.view === 'merged' ? form.viewMerged : form.viewAll },
            { term: words.mode, value: form[destination.mode] },
            { term: words.retries, value: retryWords(destination.retry) },
            { term: words.timeout, value: durationOf(destination.timeout_seconds) },
            {
              term: words.often,
              value:
                intervals === null || Object.keys(intervals).length === 0
                  ? words.atOnce
                  : Object.entries(intervals).map(([type, seconds]) => (
                      <span key={type} className="w-full">
                        {words.often1(type, durationOf(seconds))}
                      </span>
                    )),
            },
            {
              term: words.limits,
              value: words.limit(destination.max_in_flight, destination.rate_limit_per_second),
            },
            { term: words.created, value: <Time at={destination.created_at} look="full" /> },
            { term: words.id, value: <Id id={destination.id} of="destination" /> },
          ]}
        />
      </div>
    </Panel>
  )
}
