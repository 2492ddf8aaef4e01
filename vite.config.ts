import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/**
 * The policy of the built page, for doors that set no header of their own; decision 0001 says why styles are not strict.
 * Only in the build: the development server puts an inline script into the page.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const contentSecurityPolicy = (): Plugin => ({
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
      injectTo: 'head-prepend',
    },
  ],
})

export default defineConfig({
  root: 'renderer',
  publicDir: '../resources/icons',
  plugins: [react(), contentSecurityPolicy()],
  server: {
    // A core started by `npm start` answers the typed calls and the images.
    proxy: Object.fromEntries(
      ['/rpc', '/pixels', '/thumbnail', '/cutout', '/download', '/upload'].map(path => [
        path,
        { target: process.env.SUBARC_CORE ?? 'http://127.0.0.1:4242' },
      ]),
    ),
  },
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'es2024',
    // Inlined assets would be data: addresses, which the policy allows for images alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The contract's schemas are pure declarations: a page that reads none of them need not carry zod.
      treeshake: { moduleSideEffects: id => !id.includes('/main/contract/') },
    },
  },
})
