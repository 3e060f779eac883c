import { type Stats, useStats } from '../../api/home.ts'
import { Sparkline } from '../../charts/sparkline-chart.tsx'
import { cx } from '../../components/cx.ts'
import { useAtLeast, WIDTH } from '../../components/media.ts'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { Failure } from '../../shell/failure.tsx'
import { en } from '../../strings/en.ts'
import { changeOf, courseOf, type FigureName, figureNames, valueText } from './change.ts'

const words = en.home.figures
const grid = 'grid grid-cols-2 gap-3 lg:grid-cols-4 lg:gap-4'
const card = 'flex min-w-0 flex-col rounded-panel border border-line bg-surface p-3 md:p-4'

/** Four figures of the last 24 hours, each with its course and its change. */
export function Figures() {
  const { data, error, refetch } = useStats()
  if (data === undefined)
    return error === null ? (
      <Loading>
        <div className={grid}>
          {figureNames.map((name) => (
            <div key={name} className={card}>
              <Skeleton className="w-24" />
              <Skeleton className="mt-3 h-6 w-16" />
              <Skeleton className="mt-3 w-32" />
            </div>
          ))}
        </div>
      </Loading>
    ) : (
      <Failure error={error} onRetry={refetch} />
    )
  return (
    <section aria-label={words.title}>
      <h2 className="sr-only">{words.title}</h2>
      <ul className={grid}>
        {figureNames.map((name) => (
          <FigureCard key={name} name={name} stats={data} />
        ))}
      </ul>
    </section>
  )
}

function FigureCard({ name, stats }: { name: FigureName; stats: Stats }) {
  const figure = stats[name]
  const change = changeOf(name, figure)
  const isWide = useAtLeast(WIDTH.tablet)
  const isSampled = name === 'median_delay_ms' && stats.is_sampled
  return (
    <li className={card} title={isSampled ? words.sampled : undefined}>
      <h3 className="font-medium">{words.names[name]}</h3>
      <p className="text-label text-muted">{words.hints[name]}</p>
      <div className="mt-2 flex items-center justify-between gap-2">
        <p className={cx('whitespace-nowrap', figure.value === null ? 'text-muted' : 'font-semibold text-title')}>
          {figure.value === null ? words.none : valueText(name, figure.value)}
        </p>
        <Sparkline values={figure.series} label={courseOf(name, figure)} width={isWide ? 96 : 52} height={28} />
      </div>
      <p className={cx('mt-1 text-label', change?.isWorse ? 'text-bad' : 'text-muted')}>{change?.text}</p>
    </li>
  )
}
