import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { openWidgetSession } from '../../api/branding.ts'
import { asApiError } from '../../api/error.ts'
import { Button } from '../../components/button.tsx'
import { toast } from '../../components/toast.tsx'
import { Tooltip } from '../../components/tooltip.tsx'
import { en } from '../../strings/en.ts'

const words = en.settings.widget

/** Opens the real pages in a new tab, as an app's user would see them. */
export function SampleSession() {
  const [isBusy, setBusy] = useState(false)
  const open = async () => {
    // A tab that is opened only after the answer would be held for an advertisement.
    const tab = window.open('about:blank', '_blank')
    if (tab !== null) tab.opener = null
    setBusy(true)
    try {
      const { url } = await openWidgetSession()
      if (tab !== null) tab.location.replace(url)
      else location.assign(url)
    } catch (thrown) {
      tab?.close()
      toast({ text: asApiError(thrown).sentence, tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Tooltip text={words.sampleHint}>
      <Button icon={<ExternalLink aria-hidden />} busy={isBusy} onClick={() => void open()}>
        {words.sample}
      </Button>
    </Tooltip>
  )
}
