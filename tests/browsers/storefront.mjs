// A visitor of samples/Storefront: looks for something, buys it, meets an error, is shown a survey, and leaves.
import { readFileSync } from 'node:fs'
import { until } from './until.mjs'

const watching = ['watch.js', 'storefront.js'].map(file => readFileSync(new URL(file, import.meta.url), 'utf8')).join(';\n')

/** The plan: what has to be settled before the visitor acts and before the visitor leaves, whether a recording starts, the events that must have been captured. */
export const visit = async (browser, patience, { url, proxy, plan: { first, recorded, last, events } }) => {
  const page = await browser.newPage()
  await page.setViewport({ width: 1280, height: 900 })
  const failed = []
  page.on('requestfailed', request => failed.push({ url: request.url(), why: request.failure()?.errorText ?? '' }))
  await page.evaluateOnNewDocument(`window.shop = ${JSON.stringify({ proxy })};\n${watching}`)
  await page.goto(url)

  const wait = (what, condition, ...rest) => until(
    patience,
    async () => `waiting for ${what}; ${await page.evaluate(() => window.watch.told())}`,
    () => page.evaluate(condition, ...rest))
  const settled = paths => wait(paths, paths => window.watch.settled(paths), paths)
  const captured = name => wait(`the event ${name}`, name => window.watch.captured.includes(name), name)

  await settled(first)
  if (recorded) await wait('the recorder', () => window.posthog.sessionRecordingStarted())
  await page.type('#search', 'wool')
  await page.click('#search-submit')
  await page.click('[data-testid=add-wool-throw]')
  await page.click('#checkout')
  await page.click('#report-problem')
  await page.click('#give-feedback')
  if (events.includes('survey shown')) {
    // Nothing tells from outside whether the surveys that have come are already watching for this event.
    await wait('the survey', () => window.watch.captured.includes('survey shown') || document.getElementById('give-feedback').click())
  }
  await settled(last)
  for (const name of events) await captured(name)

  // A page of the same origin, which has what the one before it kept.
  await page.goto(new URL('/css/shop.css', url).href)
  const asked = JSON.parse(await page.evaluate(() => sessionStorage.getItem('asked')))
  await page.close()
  return { asked, failed }
}
