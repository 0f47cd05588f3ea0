/** The style of the docs page: system fonts, light and dark, contrast of at least 4.5 : 1. */
export const docsStyle = `
:root { color-scheme: light dark; --ink: #16191f; --soft: #414d5c; --paper: #fff; --line: #8c96a3; --shade: #f2f3f5; --link: #0750a4; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9ebed; --soft: #b6bec9; --paper: #0f141a; --line: #656f7c; --shade: #1b232d; --link: #7eb6ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; background: var(--paper); padding: .5rem; }
label { font-weight: 600; display: block; }
input { font: inherit; width: 100%; padding: .5rem; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .25rem; }
nav a { margin-right: .75rem; }
h2 { margin-top: 2rem; text-transform: capitalize; }
.route { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; padding: .5rem 1rem; }
summary { cursor: pointer; padding: .25rem; }
summary span:last-child { color: var(--soft); }
.method { display: inline-block; min-width: 4.5rem; font-weight: 700; }
code, pre { font-family: ui-monospace, monospace; font-size: .9rem; overflow-wrap: anywhere; }
pre { background: var(--shade); padding: .75rem; overflow-x: auto; border-radius: .25rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
caption { text-align: left; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid var(--line); font-weight: normal; overflow-wrap: anywhere; }
thead th { font-weight: 600; }
.codes { columns: 2; font-size: .9rem; }
tr:target { background: var(--shade); }
[hidden] { display: none; }
`;

/** What the docs page does: filter by every word typed, say how many are left, open what the address names. */
export const docsScript = `
const search = document.getElementById('search');
const found = document.getElementById('found');
const routes = [...document.querySelectorAll('.route')];
const sections = [...document.querySelectorAll('main > section')];
function filter() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const route of routes) route.hidden = !words.every((word) => route.textContent.toLowerCase().includes(word));
  for (const section of sections) {
    const inside = [...section.querySelectorAll('.route')];
    section.hidden = inside.length > 0 && inside.every((route) => route.hidden);
  }
  const left = routes.filter((route) => !route.hidden).length;
  found.textContent = left === 1 ? '1 route' : left + ' routes';
}
function open() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
}
search.addEventListener('input', filter);
search.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  search.value = '';
  filter();
});
addEventListener('keydown', (event) => {
  if (event.key !== '/' || document.activeElement === search) return;
  event.preventDefault();
  search.focus();
});
addEventListener('hashchange', open);
open();
`;
