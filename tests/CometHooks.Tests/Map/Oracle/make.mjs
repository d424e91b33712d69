// Writes JSONata's own answer into every row of expressions.json: npm install && npm run make
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import jsonata from 'jsonata';

const here = name => new URL(name, import.meta.url);
const table = JSON.parse(readFileSync(here('expressions.json'), 'utf8'));
const version = createRequire(import.meta.url)('jsonata/package.json').version;

async function answer({ document, expression }) {
  const { payload, body, event, facts } = JSON.parse(readFileSync(here(`documents/${document}.json`), 'utf8'));
  try {
    const value = await jsonata(expression).evaluate(payload, { body, event, facts });
    if (value === undefined) return { missing: true };
    if (typeof value === 'number' && !Number.isFinite(value)) return { unwritable: String(value) }; // JSON has no infinity
    return { value };
  } catch (e) {
    return { error: e.code ?? e.name };
  }
}

const rows = [];
for (const row of table.rows) {
  const { document, expression, difference, ours } = row;
  rows.push({ document, expression, jsonata: await answer(row), ...(difference && { difference, ours }) });
}

const lines = rows.map(row => '    ' + JSON.stringify(row)).join(',\n');
writeFileSync(here('expressions.json'), `{\n  "jsonata": ${JSON.stringify(version)},\n  "rows": [\n${lines}\n  ]\n}\n`);
