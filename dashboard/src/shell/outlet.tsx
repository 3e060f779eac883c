import { useEffect, useRef, useState } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { readParts } from '../routing/parts.ts'
import type { Route as PageRoute } from '../routing/route.ts'
import { redirectOf, routes } from '../routing/routes.ts'
import { useTitle } from '../routing/title.ts'
import { LatePart } from './late-part.tsx'
import { NotFound } from './not-found.tsx'
import { PageBoundary } from './page-boundary.tsx'
import { SettingsFrame } from './settings-frame.tsx'

/** The page of the present address. */
export function Outlet() {
  return (
    <>
      <Announcer />
      <Switch>
        {routes.map((route) => (
          <Route key={route.path} path={route.path}>
            {(parts) => <Page route={route} parts={readParts(parts)} />}
          </Route>
        ))}
        <Route>
          <Elsewhere />
        </Route>
      </Switch>
    </>
  )
}

function Page({ route, parts }: { route: PageRoute; parts: Record<string, string | undefined> }) {
  const [path] = useLocation()
  useFreshPage()
  return (
    <PageBoundary resetKey={path}>
      <DefaultTitle title={route.title} />
      {route.path.startsWith('/settings/') ? (
        <SettingsFrame>
          <LatePart of={route.page} props={parts} />
        </SettingsFrame>
      ) : (
        <LatePart of={route.page} props={parts} />
      )}
    </PageBoundary>
  )
}

/** Stands before the page, so that the page's own title comes after it. */
function DefaultTitle({ title }: { title: string }) {
  useTitle(title)
  return null
}

/** Pages name the window in their first moments; then the name is read out. */
const announceMs = 400

/** Reads out where a change of the page has led, for who does not see it. */
function Announcer() {
  const [path] = useLocation()
  const first = useRef(path)
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (path === first.current) return
    first.current = ''
    const timer = setTimeout(() => setSaid(document.title), announceMs)
    return () => clearTimeout(timer)
  }, [path])
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  )
}

let isFirstPage = true
let isStepInHistory = false
window.addEventListener('popstate', () => {
  isStepInHistory = true
})

/** A new page begins at its top, and the keyboard with it; a step back keeps the place the browser remembers. */
function useFreshPage(): void {
  useEffect(() => {
    if (!isFirstPage) {
      if (!isStepInHistory) window.scrollTo({ top: 0 })
      document.getElementById('main')?.focus({ preventScroll: true })
    }
    isFirstPage = false
    isStepInHistory = false
  }, [])
}

function Elsewhere() {
  const [path] = useLocation()
  const target = redirectOf(path)
  return target === null ? <NotFound path={path} /> : <Redirect to={`${target}${location.search}`} replace />
}
