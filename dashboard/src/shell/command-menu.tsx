import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { type ReactNode, useState } from 'react'
import { useLocation } from 'wouter'
import { get } from '../api/client.ts'
import { chooseEnvironment, useEnvironment } from '../api/environment.ts'
import { keyOf } from '../api/query.ts'
import { signOut, useSession } from '../api/session.ts'
import { places } from '../routing/places.ts'
import { en } from '../strings/en.ts'
import { chooseTheme } from '../theme/choice.ts'
import { Keys } from './key-list.tsx'
import { looksLikeId } from './open-id.ts'
import { Overlay } from './overlay.tsx'
import { prefer, usePreferences } from './preferences.ts'
import { useShortcuts } from './shortcuts.ts'

const words = en.shell.commands

/** ⌘K: go to a place, open whatever an id belongs to, do what the open page offers, switch environment. */
export default function CommandMenu({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const [text, setText] = useState('')
  const [, navigate] = useLocation()
  const { environments } = useSession()
  const environment = useEnvironment()
  const { hidesValues } = usePreferences()
  const onPage = useShortcuts().filter((one) => one.group === 'page' && one.isKeysOnly !== true)
  const id = text.trim()
  const isId = looksLikeId(id)
  const found = useQuery({
    queryKey: keyOf(environment, '/search', id),
    queryFn: ({ signal }) => get('/search', { query: { q: id }, signal }),
    enabled: isId,
  })
  // Offered where no id is found: otherwise it would be chosen before what was found is there.
  const mayBeUser = id !== '' && (!isId || (found.isFetched && found.data?.items.length === 0))
  const act = (run: () => void) => () => {
    onClose()
    run()
  }
  const go = (href: string) => act(() => navigate(href))
  return (
    <Overlay isOpen onClose={onClose} title={words.title} at="top">
      <Command loop label={words.title}>
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder={words.placeholder}
          className="h-12 w-full rounded-t-panel border-b border-line bg-transparent px-4 text-section outline-offset-[-2px]"
        />
        <Command.List className="max-h-[min(60dvh,24rem)] overflow-y-auto p-2">
          <Command.Empty className="px-2 py-6 text-center text-muted">
            {isId && found.isFetching ? words.looking : isId ? words.nothingById(id) : words.nothing(id)}
          </Command.Empty>
          {isId && (
            <Section title={words.found}>
              {found.data?.items.map((one) => (
                <Row key={one.id} value={`${one.id} ${id}`} onSelect={go(one.path)} aside={words.kinds[one.kind]}>
                  {one.label}
                </Row>
              ))}
            </Section>
          )}
          {onPage.length > 0 && (
            <Section title={words.page}>
              {onPage.map((one) => (
                <Row
                  key={one.label}
                  value={one.label}
                  onSelect={act(one.run)}
                  aside={one.keys === null ? null : <Keys keys={one.keys} />}
                >
                  {one.label}
                </Row>
              ))}
            </Section>
          )}
          <Section title={words.places}>
            {places.map((place) => (
              <Row
                key={place.id}
                value={en.shell.places[place.id]}
                onSelect={go(place.href)}
                aside={place.keys === undefined ? null : <Keys keys={place.keys} />}
              >
                {en.shell.places[place.id]}
              </Row>
            ))}
            <Row value={en.shell.apiReference} onSelect={go('/docs')}>
              {en.shell.apiReference}
            </Row>
          </Section>
          <Section title={words.environments}>
            {environments
              .filter((one) => one.dev_id !== environment)
              .map((one) => (
                <Row
                  key={one.dev_id}
                  value={`${one.name} ${one.dev_id}`}
                  onSelect={act(() => chooseEnvironment(one.dev_id))}
                  aside={one.dev_id}
                >
                  {one.name}
                </Row>
              ))}
          </Section>
          <Section title={words.app}>
            <Row value={en.shell.hideValues} onSelect={act(() => prefer({ hidesValues: !hidesValues }))}>
              {hidesValues ? words.showValues : en.shell.hideValues}
            </Row>
            {(['auto', 'light', 'dark'] as const).map((theme) => (
              <Row
                key={theme}
                value={en.shell.theme.now(en.shell.theme[theme])}
                onSelect={act(() => chooseTheme(theme))}
              >
                {en.shell.theme.now(en.shell.theme[theme])}
              </Row>
            ))}
            <Row value={en.shell.help} onSelect={act(onKeys)} aside={<Keys keys="?" />}>
              {en.shell.help}
            </Row>
            <Row value={en.shell.signOut} onSelect={act(() => void signOut())}>
              {en.shell.signOut}
            </Row>
          </Section>
          {mayBeUser && (
            <Command.Group forceMount>
              <Row value={words.findUsers(id)} onSelect={go(`/users?search=${encodeURIComponent(id)}`)}>
                {words.findUsers(id)}
              </Row>
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </Overlay>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={title}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-label [&_[cmdk-group-heading]]:text-muted"
    >
      {children}
    </Command.Group>
  )
}

function Row(props: { value: string; onSelect: () => void; aside?: ReactNode; children: ReactNode }) {
  return (
    <Command.Item
      value={props.value}
      onSelect={props.onSelect}
      className="flex min-h-8 cursor-pointer items-center justify-between gap-3 rounded-control px-2 aria-selected:bg-sunken touch:min-h-11"
    >
      <span className="min-w-0 truncate">{props.children}</span>
      <span className="shrink-0 text-label text-muted">{props.aside}</span>
    </Command.Item>
  )
}
