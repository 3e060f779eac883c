import { Download } from 'lucide-react'
import { openAddressOf } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Menu } from '../../components/menu.tsx'
import { en } from '../../strings/en.ts'

const words = en.users.export
const formats = ['json', 'csv', 'gpx', 'fit', 'fhir'] as const

/**
 * Everything that is stored of a user as a download, in one of the forms that other programs read. Where nothing is stored it says
 * so: a button that comes with the first data was looked for in vain.
 */
export const ExportMenu = ({ id, hasData }: { id: string; hasData: boolean }) => (
  <Menu
    // Its name is what is read out when it opens; its heading is no line of it.
    label={hasData ? words.title : words.nothing}
    trigger={
      <Button icon={<Download aria-hidden />} className="max-md:flex-1">
        {words.verb}
      </Button>
    }
    entries={[
      { kind: 'heading', label: hasData ? words.title : words.nothing },
      ...formats.map((format) => ({
        label: words.formats[format],
        disabled: !hasData,
        onSelect: () => download(id, format),
      })),
    ]}
  />
)

/** Has the browser save what the server streams: it never passes through the page, whatever its size. */
function download(id: string, format: string): void {
  const link = document.createElement('a')
  link.href = openAddressOf(`/users/${id}/export`, { format })
  // Named by the server.
  link.download = ''
  link.click()
}
