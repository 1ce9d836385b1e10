// Prints what HashiCorp's parser reads in a Terraform file, as JSON. Of yamlencode(…) it leaves the value that would be encoded.
//
//   node parse.mjs <file>
import { readFileSync } from 'node:fs'
import { parse } from '@cdktf/hcl2json'

async function valueOf(node) {
  if (typeof node === 'string') {
    const argument = /^\$\{yamlencode\((.*)\)\}$/s.exec(node)
    return argument ? (await parse('value.tf', `value = ${argument[1]}`)).value : node
  }
  if (Array.isArray(node)) return Promise.all(node.map(valueOf))
  if (node === null || typeof node !== 'object') return node
  return Object.fromEntries(await Promise.all(Object.entries(node).map(async ([key, value]) => [key, await valueOf(value)])))
}

process.stdout.write(JSON.stringify(await valueOf(await parse('main.tf', readFileSync(process.argv[2], 'utf8')))))
