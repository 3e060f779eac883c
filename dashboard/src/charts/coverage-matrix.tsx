import { type Coverage, coverageFinding, groupFields, shortPath } from './coverage.ts'
import './charts.css'

/** Fields against providers as a real table: a filled square and the word "filled" for screen readers, or an empty cell. */
export function CoverageMatrix({ coverage, type }: { coverage: Coverage /** Data type: "sleep". */; type: string }) {
  const { providers } = coverage
  const title = `Coverage of ${type.replaceAll('_', ' ')}`
  return (
    <figure className="chart" aria-label={`${title}: ${coverageFinding(coverage)}`}>
      <figcaption className="chart-caption">
        <span className="chart-title">{title}</span> <span className="chart-finding">{coverageFinding(coverage)}</span>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard. */}
      <section className="chart-scroll chart-scroll-tall" tabIndex={0} aria-label={`${title}, table`}>
        <table className="chart-matrix">
          <caption className="sr-only">{title}: fields by provider</caption>
          <thead>
            <tr>
              <th scope="col">Field</th>
              {providers.map((provider) => (
                <th key={provider} scope="col">
                  <span>{provider}</span>
                </th>
              ))}
            </tr>
          </thead>
          {groupFields(coverage.fields).map(({ group, fields }) => (
            <tbody key={group}>
              <tr>
                <th scope="rowgroup" colSpan={providers.length + 1}>
                  {group}
                </th>
              </tr>
              {fields.map(({ path, filledBy }) => (
                <tr key={path}>
                  <th scope="row" title={path}>
                    {shortPath(path)}
                  </th>
                  {providers.map((provider) => (
                    <td key={provider} data-filled={filledBy.has(provider)}>
                      <span className="sr-only">{filledBy.has(provider) ? 'filled' : 'empty'}</span>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </section>
    </figure>
  )
}
