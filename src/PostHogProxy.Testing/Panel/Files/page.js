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
    sum();
  },
  cleared() {
    leaked.clear();
    problems = 0;
    sum();
  },
});

function sum() {
  say('cookies-received', [...leaked].join(', '));
  say('problems', problems ? String(problems) : '');
}

function say(id, text) {
  by(id).textContent = text || 'none';
  by(id).className = text ? 'bad' : 'good';
}

follow(`${by('panel').dataset.below}/stream`, rows, name => {
  by('panel-state').textContent = name;
  by('panel-state').dataset.state = name;
});
