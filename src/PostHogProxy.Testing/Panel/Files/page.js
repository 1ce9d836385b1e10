// The panel as a page of its own.
import { Rows, follow } from './panel.js';

const by = id => document.getElementById(id);
const leaked = new Set();
let problems = 0;
const rows = new Rows({
  rows: by('panel-rows'), kinds: by('panel-kinds'), empty: by('panel-empty'), address: 'your app',
  shown(row) {
    row.cookies.forEach(name => leaked.add(name));
    problems += row.problems.length;
    tell('cookies-received', [...leaked].join(', '));
    tell('problems', problems ? String(problems) : '');
  },
});

function tell(id, text) {
  by(id).textContent = text || 'none';
  by(id).className = text ? 'bad' : 'good';
}

follow(`${by('panel').dataset.below}/stream`, row => rows.show(row), name => {
  by('panel-state').textContent = name;
  by('panel-state').dataset.state = name;
});
