import { useState } from 'react'
import type { Session } from '../../api/session.ts'
import { Join } from './join.tsx'
import { Reset } from './reset.tsx'
import { SignIn } from './sign-in.tsx'
import { Welcome } from './welcome.tsx'

/** The pages that open without being signed in. A one-time token stands in the fragment, which no server log sees. */
export default function Doors({ path, session }: { path: string; session: Session }) {
  const [token] = useState(() => location.hash.slice(1))
  switch (path) {
    case '/welcome':
      return <Welcome session={session} token={token} />
    case '/join':
      return <Join token={token} />
    case '/reset':
      return <Reset token={token} />
    default:
      return <SignIn session={session} />
  }
}
