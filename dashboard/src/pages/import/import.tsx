import { Unwritten } from '../unwritten.tsx'

export default function ImportPage() {
  return <Unwritten title="Import" />
}
