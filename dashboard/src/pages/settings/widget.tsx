import { Unwritten } from '../unwritten.tsx'

export default function WidgetPage() {
  return <Unwritten title="Widget" />
}
