import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createProlog, rootAt, stripControls } from './prolog.ts'

const brokenDtd = `\uFEFF<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 12 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|VisionPrescription)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!-- a "note" with > and 'quotes > ' -->
<!ATTLIST VisionPrescription
  type CDATA #REQUIRED
<!ELEMENT RightEye EMPTY>
>
>
]>
`
const body = '<HealthData locale="nb_NO"><Record sourceName="Måling – 🏃"/></HealthData>'

function pushAll(bytes: Buffer, size: number): string {
  const prolog = createProlog()
  const kept: Buffer[] = []
  for (let at = 0; at < bytes.length; at += size)
    kept.push(Buffer.from(prolog.push(Buffer.from(bytes.subarray(at, at + size)))))
  return Buffer.concat(kept).toString('utf8')
}

test('leaves out everything up to the root element, wherever the chunks end', () => {
  const bytes = Buffer.from(brokenDtd + body)
  for (let size = 1; size <= bytes.length; size++) assert.equal(pushAll(bytes, size), body)
})

test('does not take the DTD or a comment for the root element', () => {
  assert.equal(rootAt(Buffer.from('<!-- <HealthData > --><HealthData>')), 22)
  assert.equal(rootAt(Buffer.from('<HealthDataSet locale="x"/>')), -1)
  assert.equal(rootAt(Buffer.from('<!DOCTYPE HealthData [ <!ELEMENT HealthData (Me)> ]><HealthData/>')), 52)
  assert.equal(rootAt(Buffer.from('<HealthData')), -1)
})

test('says when there is no export at all', () => {
  const prolog = createProlog()
  prolog.push(Buffer.from('<ClinicalDocument/>'))
  assert.equal(prolog.found, false)
})

test('cuts out exactly the control characters that XML forbids', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), fc.nat({ max: 5 }), (content, shift) => {
      // Copied to every alignment: four bytes are looked at at once.
      const bytes = Buffer.from(new ArrayBuffer(content.length + shift), shift, content.length)
      bytes.set(content)
      const expected = [...content].filter((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13)
      assert.deepEqual([...stripControls(bytes)], expected)
    }),
  )
})
