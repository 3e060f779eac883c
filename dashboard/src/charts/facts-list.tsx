import { ChartFrame, type Hideable } from './chart-frame.tsx'
import type { Facts } from './facts.ts'

/** What has no drawing, as a plain list of names and values. */
export function FactsList({ facts: { title, finding, facts }, hidden }: { facts: Facts } & Hideable) {
  return (
    <ChartFrame title={title} finding={finding} hidden={hidden}>
      <dl className="chart-facts">
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </ChartFrame>
  )
}
