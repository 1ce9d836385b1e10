// Asks the engines of uBlock Origin, AdGuard and Ghostery about the requests that a test wrote down with our verdicts, and prints, as
// JSON, where they differ.
//
//   node compare.mjs <file>
//
// The file: { lists: { [engine]: [{ name, text | file }] }, page, requests: [{ target, kind, method }],
//             cases: [{ base: "https://…", verdicts: { [engine]: "0110…" } }] }, a digit per request, 1 where we say it is blocked.
import { readFileSync } from 'node:fs'

const { lists, page, requests, cases } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const types = { Script: 'script', Xhr: 'xmlhttprequest', Ping: 'ping' }
const textOf = (list) => list.text ?? readFileSync(list.file, 'utf8')

// Each gives a function (url, kind, method) -> the rule that blocks, or null.
const engines = {
  async ublock(sources) {
    const { StaticNetFilteringEngine } = await import('@gorhill/ubo-core')
    const { utils } = await import('./node_modules/@gorhill/ubo-core/js/static-filtering-parser.js')
    // The extension drops what its !#if exclude before its engine sees a list; the package leaves that to its caller.
    const firefox = ['ublock', 'firefox', 'html_filtering', 'user_stylesheet', 'ipaddress']
    const engine = await StaticNetFilteringEngine.create()
    await engine.useLists(sources.map((list) => ({ name: list.name, raw: utils.preparser.prune(textOf(list), firefox) })))
    return (url, kind, method) =>
      engine.matchRequest({ originURL: page, url, type: types[kind], method: method.toLowerCase() }) === 1 ? engine.toLogData().raw : null
  },

  async adguard(sources) {
    const { Engine, HTTPMethod, NetworkRuleOption, Request, RequestType } = await import('@adguard/tsurlfilter')
    const engine = Engine.createSync({ filters: sources.map((list, id) => ({ id: id + 1, content: textOf(list) })) })
    const kinds = { Script: RequestType.Script, Xhr: RequestType.XmlHttpRequest, Ping: RequestType.Ping }
    return (url, kind, method) => {
      const rule = engine.matchRequest(new Request(url, page, kinds[kind], HTTPMethod[method])).getBasicResult()
      if (!rule || rule.isAllowlist()) return null
      // The engine keeps no text of a rule; what tells it from another blocker's is whether it was written for windows.
      return rule.getPattern() + (rule.isOptionEnabled(NetworkRuleOption.Popup) ? '$popup' : '')
    }
  },

  async ghostery(sources) {
    const { FiltersEngine, Request } = await import('@ghostery/adblocker')
    const engine = FiltersEngine.parse(sources.map(textOf).join('\n'), { debug: true, loadCosmeticFilters: false })
    return (url, kind) => {
      const { match, filter } = engine.match(Request.fromRawDetails({ url, sourceUrl: page, type: types[kind] }))
      return match ? String(filter) : null
    }
  },
}

const report = {}
for (const [name, sources] of Object.entries(lists)) {
  const blockedBy = await engines[name](sources)
  const result = (report[name] = { compared: 0, blocked: 0, different: [] })
  for (const { base, verdicts } of cases) {
    requests.forEach(({ target, kind, method }, i) => {
      const theirs = blockedBy(base + target, kind, method)
      const ours = verdicts[name][i] === '1'
      result.compared++
      result.blocked += theirs !== null
      if (ours !== (theirs !== null)) result.different.push({ url: base + target, kind, ours, rule: theirs })
    })
  }
}
process.stdout.write(JSON.stringify(report))
