import type { Verification } from '../../api/verify.ts'
import { Empty } from '../../components/empty.tsx'
import { Panel } from '../../components/panel.tsx'
import { CustomStatus } from '../../components/status.tsx'
import { en } from '../../strings/en.ts'
import { Parts } from './verdict-parts.tsx'

const words = en.verify.result

/** What was found of a signature: the rule that was broken, or that all is well, then part by part. */
export function Answer({ found, isChanged }: { found: Verification | undefined; isChanged: boolean }) {
  return (
    <Panel title={words.title}>
      <div role="status">
        {found === undefined ? <Empty what={words.empty} why={words.emptyWhy} /> : <Rule found={found} />}
      </div>
      {found !== undefined && (
        <div className="mt-4 flex flex-col gap-4">
          {isChanged && <p className="text-warn">{words.changed}</p>}
          <Parts parts={found.parts} />
          {found.signatures.length > 1 && <Signatures found={found} />}
        </div>
      )}
    </Panel>
  )
}

function Rule({ found: { ok, problem, sentence } }: { found: Verification }) {
  return (
    <div className={`rounded-panel p-3 ${ok ? 'bg-ok-tint' : 'bg-bad-tint'}`}>
      <p className="font-medium">
        <CustomStatus shape={ok ? 'full' : 'square'} tone={ok ? 'ok' : 'bad'}>
          {ok ? words.ok : problem === 'stale' ? words.stale : words.bad}
        </CustomStatus>
      </p>
      <p className="mt-1">{sentence}</p>
    </div>
  )
}

/** During a rotation a header carries a signature of each secret. */
function Signatures({ found }: { found: Verification }) {
  return (
    <div>
      <h3 className="font-medium">{words.signatures}</h3>
      <ul className="mt-1 flex flex-col gap-1">
        {found.signatures.map(({ value, matches, is_hex }) => (
          <li key={value} className="flex flex-wrap items-baseline gap-x-3">
            <CustomStatus shape={matches ? 'full' : 'open'} tone={matches ? 'ok' : 'neutral'}>
              {matches ? words.matches : is_hex ? words.matchesNot : words.notHex}
            </CustomStatus>
            <code className="min-w-0 break-all text-label">{value}</code>
          </li>
        ))}
      </ul>
    </div>
  )
}
