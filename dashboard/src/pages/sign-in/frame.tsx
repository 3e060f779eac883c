import type { ReactNode } from 'react'
import { useTitle } from '../../routing/title.ts'

/** The quiet frame of the pages before one is signed in: the mark, a title, what it is about, a form. */
export function DoorFrame({ title, detail, children }: { title: string; detail?: ReactNode; children?: ReactNode }) {
  useTitle(title)
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-96 flex-col justify-center gap-6 px-4 py-10">
      <header className="flex flex-col gap-3">
        <img src="/favicon.svg" alt="" className="size-9" />
        <div>
          <h1 className="font-semibold text-title">{title}</h1>
          {detail !== undefined && <p className="mt-1 text-muted">{detail}</p>}
        </div>
      </header>
      {children}
    </main>
  )
}
