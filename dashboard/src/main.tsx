import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { adoptNonce } from './theme/nonce.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id root.')
adoptNonce()
// `vite build --mode gallery` adds the page that shows every part in all its states; no other build contains it.
const isGallery = import.meta.env.MODE === 'gallery' && location.pathname === '/gallery'
const Root = isGallery ? (await import('./pages/gallery/gallery.tsx')).default : App
createRoot(root).render(
  <StrictMode>
    <Root />
  </StrictMode>,
)
