import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Code } from '../../components/code.tsx'
import { Json } from '../../components/json.tsx'
import { Section } from '../../components/panel.tsx'
import { payload } from './samples.ts'

/** JSON and code. */
export function Texts() {
  const [text, setText] = useState(() => payload(2000))
  return (
    <Section
      title="JSON"
      actions={
        <>
          <Button onClick={() => setText(payload(5_000_000))}>5 MB</Button>
          <Button onClick={() => setText(`{"photo":"${'A'.repeat(1_000_000)}"}`)}>One long line</Button>
          <Button onClick={() => setText('{"broken": [1, 2')}>Broken</Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Json text={text} label="payload" height="360px" />
        <Code label="Response body" text={'<html>\n  <body>503 Service Unavailable</body>\n</html>'} />
      </div>
    </Section>
  )
}
