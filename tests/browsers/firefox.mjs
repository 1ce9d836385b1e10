// Visits pages with a real Firefox and, where asked, Debian's uBlock Origin in it, and prints, as JSON, what became of each request.
//
//   node firefox.mjs <file>
//
// The file: { firefox: path, extension: true | false, lists: [file], canary: path, patience: ms, visits: [{ url, proxy, plan }] }. The visits are
// of the Storefront, see storefront.mjs. Without lists the extension uses those it comes with. The canary is blocked once they are compiled.
import { createServer } from 'node:http'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import puppeteer from 'puppeteer-core'
import { until } from './until.mjs'
import { visit } from './storefront.mjs'

const { firefox, extension, lists, canary, patience, visits } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const shop = 'www.shop.example'
const publisher = 'lists.example'

// An empty page to try the canary in, and the lists.
const server = createServer((request, response) => {
  const list = lists.find(file => basename(file) === basename(new URL(request.url, 'http://x').pathname))
  response.setHeader('Content-Type', list ? 'text/plain' : 'text/html')
  response.end(list ? readFileSync(list) : '<!DOCTYPE html><title>Empty</title>')
})
await new Promise(ready => server.listen(0, '127.0.0.1', ready))
const { port } = server.address()

// What an administrator of many machines would lay down: the lists that the extension has to use.
const home = mkdtempSync(join(tmpdir(), 'firefox-'))
if (lists.length > 0) {
  const folder = join(home, '.mozilla', 'managed-storage')
  const name = 'uBlock0@raymondhill.net'
  const filterLists = lists.map(file => `http://${publisher}:${port}/${basename(file)}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name + '.json'), JSON.stringify({ name, description: 'Lists', type: 'storage', data: { toOverwrite: { filterLists } } }))
}

const browser = await puppeteer.launch({
  browser: 'firefox',
  executablePath: firefox,
  headless: true,
  timeout: patience,
  protocolTimeout: 2 * patience,
  env: { ...process.env, HOME: home },
  extraPrefsFirefox: {
    // 8 is the system's folder, where Debian puts extensions; without it there is none.
    'extensions.enabledScopes': extension ? 15 : 5,
    'extensions.autoDisableScopes': 0,

    // Rules look at the name, and some at whether the page is on localhost. Nothing else resolves, and nothing leaves this machine.
    'network.dns.localDomains': `${shop},${publisher}`,
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': 9,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': 9,
    'network.proxy.no_proxies_on': `${shop},${publisher}`,
  },
})

const compiled = async () => {
  const page = await browser.newPage()
  await page.goto(`http://${shop}:${port}/`)
  const passes = path => page.evaluate(path => fetch(path, { method: 'POST' }).then(() => true, () => false), path)
  if (extension) {
    await until(patience, () => `uBlock Origin does not block ${canary}: it is not installed, or has not compiled its lists`, async () => !(await passes(canary)))
  } else if (!(await passes(canary))) {
    throw new Error(`Something blocks ${canary} without uBlock Origin`)
  }
  await page.close()
}

try {
  await compiled()
  const seen = []
  for (const one of visits) seen.push(await visit(browser, patience, one))
  process.stdout.write(JSON.stringify({ browser: await browser.version(), visits: seen }))
} finally {
  await browser.close()
  server.close()
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
}
