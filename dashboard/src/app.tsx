import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Redirect, Router, useLocation, useSearch } from 'wouter'
import { asApiError } from './api/error.ts'
import { queryClient } from './api/query.ts'
import { SessionContext, useSessionQuery, watchSession } from './api/session.ts'
import { late } from './routing/late.ts'
import { isDoor, returnTo, signInAddress } from './routing/return-to.ts'
import { preloadPage } from './routing/routes.ts'
import { useWrittenLocation } from './routing/written-location.ts'
import { LatePart } from './shell/late-part.tsx'
import { PageBoundary } from './shell/page-boundary.tsx'
import { PageLoading } from './shell/page-loading.tsx'
import { Shell } from './shell/shell.tsx'
import { Unreachable } from './shell/unreachable.tsx'

// Fetched while the session is still asked for: most who come are signed in.
preloadPage(location.pathname)
const doors = late(() => import('./pages/sign-in/doors.tsx'))

/** The whole dashboard: who is signed in sees the shell, everybody else a door. */
export function App() {
  useEffect(watchSession, [])
  return (
    <QueryClientProvider client={queryClient}>
      <PageBoundary>
        <Router hook={useWrittenLocation}>
          <Entrance />
        </Router>
      </PageBoundary>
    </QueryClientProvider>
  )
}

function Entrance() {
  const [path] = useLocation()
  const search = useSearch()
  const { data: session, error, refetch } = useSessionQuery()
  if (session === undefined)
    return error === null ? <PageLoading /> : <Unreachable error={asApiError(error)} onRetry={() => void refetch()} />
  if (session.account !== null && path === '/sign-in') return <Redirect to={returnTo(search)} replace />
  // The links of a first run, an invitation and a reset open even for who is signed in: they may be for someone else.
  if (isDoor(path)) return <LatePart of={doors} props={{ path, session }} />
  const { account } = session
  if (account === null) return <Redirect to={signInAddress(path, search)} replace />
  return (
    <SessionContext value={{ ...session, account }}>
      <Shell />
    </SessionContext>
  )
}
