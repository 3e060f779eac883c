import { Unwritten } from '../unwritten.tsx'

export default function DocsPage() {
  return <Unwritten title="API reference" />
}
