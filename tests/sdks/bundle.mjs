// Prints what Vite makes of an app that uses posthog-js: node bundle.mjs question.json, where the question is
// { "sdk": "posthog-js", "main": "import posthog from 'posthog-js'; …", "minify": true, "split": false }; the answer is { "main.js": "…" }.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))
const questions = JSON.parse(await readFile(process.argv[2], 'utf8'))
const answers = []
for (const { sdk, main, minify, split } of questions) {
  // Inside this folder, so that imports find the packages.
  const root = await mkdtemp(join(here, 'node_modules', '.app-'))
  try {
    await writeFile(join(root, 'main.js'), main)
    const { output } = await build({
      root,
      configFile: false,
      logLevel: 'silent',
      resolve: { alias: { 'posthog-js': sdk } },
      build: {
        write: false,
        minify,
        modulePreload: false,
        rollupOptions: {
          input: join(root, 'main.js'),
          output: {
            entryFileNames: 'main.js',
            chunkFileNames: '[name].js',
            ...(split && { manualChunks: (id) => (id.includes('posthog-js') ? 'vendor' : undefined) }),
          },
        },
      },
    })
    answers.push(Object.fromEntries(output.filter((file) => file.type === 'chunk').map((file) => [file.fileName, file.code])))
  } finally {
    await rm(root, { recursive: true })
  }
}

process.stdout.write(JSON.stringify(answers))
