import { Link } from '../components/link.tsx'
import { useTitle } from '../routing/title.ts'
import { en } from '../strings/en.ts'

const words = en.shell.notFound

/** What an address shows that is no page of ours. */
export function NotFound({ path }: { path: string }) {
  useTitle(words.title)
  return (
    <div className="flex max-w-text flex-col items-start gap-3">
      <h1 className="font-semibold text-title">{words.title}</h1>
      <p className="break-words text-muted">{words.detail(path)}</p>
      <Link href="/" look="quiet">
        {words.home}
      </Link>
    </div>
  )
}
