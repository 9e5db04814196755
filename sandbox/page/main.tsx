import { createRoot } from 'react-dom/client'
import { App } from './view/app.js'

const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
