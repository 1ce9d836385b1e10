// Plots. Series are in the order of outcomes.

/** Bars of 60 minutes, one outcome above the other. */
function bars(label, series, width, height, className) {
  const step = width / 60;
  const most = Math.max(1, ...together(series));
  const svg = drawing('svg', { class: className, viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label });
  svg.append(drawing('rect', { class: 'floor', x: 0, y: height - 1, width, height: 1 }));
  for (let minute = 0; minute < 60; minute++) {
    let top = height;
    outcomes.forEach((name, at) => {
      const count = series[at][minute];
      if (count === 0) return;
      const tall = Math.max(1.5, count / most * (height - 2));
      top -= tall;
      svg.append(drawing('rect', { class: name, x: minute * step, y: Math.max(0, top), width: step * 0.8, height: tall }));
    });
  }
  return svg;
}

/** The same in figures, in spans of ten minutes. */
function inFigures(rows) {
  const spans = [0, 1, 2, 3, 4, 5];
  return element('table', {},
    element('caption', {}, 'Requests in spans of ten minutes, and how many of them were refused or failed'),
    element('thead', {}, element('tr', {},
      element('th', { scope: 'col' }, 'Kind'),
      spans.map(at => element('th', { scope: 'col', class: 'n' }, at === 5 ? 'last 10 min' : `${(6 - at) * 10}–${(5 - at) * 10} min ago`)))),
    element('tbody', {}, rows.map(row => element('tr', {},
      element('th', { scope: 'row' }, words(row.kind)),
      spans.map(at => {
        const [answered, own, refused, failed] = row.series.map(one => sum(one.slice(at * 10, at * 10 + 10)));
        const wrong = refused + failed;
        return element('td', { class: 'n' }, number.format(answered + own + wrong) + (wrong > 0 ? ` (${number.format(wrong)})` : ''));
      })))));
}

/** Of all outcomes, by the minute. */
const together = series => series[0].map((_, minute) => sum(series.map(one => one[minute])));

function merged(proxies) {
  const rows = new Map();
  for (const part of proxies.flatMap(proxy => proxy.kinds)) {
    const row = rows.get(part.kind) ?? { kind: part.kind, series: outcomes.map(() => new Array(60).fill(0)) };
    outcomes.forEach((name, at) => part[name].forEach((count, minute) => { row.series[at][minute] += count; }));
    rows.set(part.kind, row);
  }
  return [...rows.values()];
}

function said(series) {
  const [answered, own, refused, failed] = series.map(sum);
  return `${answered} answered, ${own > 0 ? `${own} answered here, ` : ''}${refused} refused, ${failed} failed`;
}
