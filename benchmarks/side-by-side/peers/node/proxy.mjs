// Node as PostHog's guide has it, with http-proxy-middleware; with connections that are kept.
import https from 'node:https'
import http from 'node:http'
import { createProxyMiddleware } from 'http-proxy-middleware'

const [port, upstream] = process.argv.slice(2)

// No limit of connections: the proxy keeps one that it was reading from when a browser hung up, and would soon have none left.
const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false })
const to = (host) =>
  createProxyMiddleware({ target: `https://${upstream}`, agent, secure: false, headers: { host }, pathRewrite: { '^/k3fw': '' } })
const assets = to('eu-assets.i.posthog.com')
const ingest = to('eu.i.posthog.com')

http
  .createServer((request, response) => (request.url.startsWith('/k3fw/static/') ? assets : ingest)(request, response, () => response.end()))
  .listen(Number(port), '127.0.0.1')
