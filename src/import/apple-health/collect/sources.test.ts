import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSources, readDevice, SourceClass } from './sources.ts'

const device = (model: string, hardware: string, pointer = '0x1', maker = 'Apple Inc.'): string =>
  `<<HKDevice: ${pointer}>, name:${model}, manufacturer:${maker}, model:${model}, hardware:${hardware}, software:10.3>`

test('reads a device whose hardware holds a comma', () => {
  assert.deepEqual(readDevice(device('Watch', 'Watch6,1')), {
    name: 'Watch',
    manufacturer: 'Apple Inc.',
    model: 'Watch',
    hardware: 'Watch6,1',
    software: '10.3',
  })
  assert.equal(readDevice('<<HKDevice: 0x2>, name:H10, Polar, firmware:1, software:3.1>').name, 'H10, Polar')
  assert.equal(readDevice('').name, null)
})

test('takes a device with another pointer for the same', () => {
  const sources = createSources()
  const first = sources.idOf('Mira', device('Watch', 'Watch6,1', '0x1'))
  assert.equal(sources.idOf('Mira', device('Watch', 'Watch6,1', '0x2')), first)
  assert.notEqual(sources.idOf('Mira', device('Watch', 'Watch7,1', '0x2')), first)
  assert.notEqual(sources.idOf('Mira', undefined), first)
})

const ranking = (order: readonly number[]): string[] => {
  const given: [string, string | undefined][] = [
    ['Sleep app', undefined],
    ['Mira’s iPhone', device('iPhone', 'iPhone15,2')],
    ['Ring', device('Ring', 'Gen3', '0x1', 'Oura')],
    ['Mira’s Watch', device('Watch', 'Watch6,1')],
    ['Mira’s Watch', undefined],
  ]
  const sources = createSources()
  for (const i of order) {
    const [name, text] = given[i] ?? ['', undefined]
    sources.idOf(Buffer.from(name).toString('latin1'), text)
  }
  return sources
    .ranked()
    .toSorted((a, b) => a.place - b.place)
    .map(({ name, class: rank }) => `${rank} ${name}`)
}

test('ranks watch, other devices, phone and apps, whatever came first', () => {
  const wanted = ['0 Mira’s Watch', '0 Mira’s Watch', '1 Ring', '2 Mira’s iPhone', '3 Sleep app']
  assert.deepEqual(ranking([0, 1, 2, 3, 4]), wanted)
  assert.deepEqual(ranking([4, 2, 3, 0, 1]), wanted)
})

test('knows a watch by its name when nothing tells the device', () => {
  const sources = createSources()
  sources.idOf(Buffer.from('Mira’s Apple\u00a0Watch').toString('latin1'), undefined)
  assert.equal(sources.ranked()[0]?.class, SourceClass.WATCH)
})
