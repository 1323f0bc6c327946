// Looking at a page. Each function is called by a test, and returns a list of texts: what is wrong.

const name = e => {
  const classes = typeof e.className === 'string' && e.className ? '.' + e.className.trim().replace(/\s+/g, '.') : '';
  const text = (e.innerText || e.value || '').trim().replace(/\s+/g, ' ').slice(0, 30);
  return `<${e.localName}${e.id ? '#' + e.id : ''}${classes}> ${text}`;
};

// Whether it can be seen: neither hidden nor made invisible for all but screen readers.
const seen = e => {
  if (!e.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true })) return false;
  for (let up = e; up; up = up.parentElement) {
    const style = getComputedStyle(up);
    const box = up.getBoundingClientRect();
    if (box.width <= 1 && box.height <= 1 && style.overflow !== 'visible') return false;
    if (style.clipPath === 'inset(50%)' || style.clip === 'rect(0px, 0px, 0px, 0px)') return false;
    if (box.right < 0 && style.position === 'absolute') return false;
  }
  return true;
};

// The elements that hold text of their own which can be seen.
const texts = () => {
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (walk.currentNode.data.trim() && !/^(script|style|noscript|template|title|option)$/.test(e.localName) && seen(e)) found.add(e);
  }
  return [...found];
};

const WORKED = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex^="-"])';

// Whatever can be worked and seen; of a box its label may be what is seen.
const worked = () => [...document.body.querySelectorAll(WORKED)].filter(e => !e.disabled && [e, ...(e.labels || [])].some(seen));

// What reaches beyond the sides of the window, or is cut off inside.
function wide({ inner }) {
  const faults = [];
  const width = document.documentElement.clientWidth;
  const whole = document.scrollingElement.scrollWidth;
  if (whole > width) {
    faults.push(`${whole} > ${width} px`);
    for (const e of document.body.querySelectorAll('*')) {
      if (e.getBoundingClientRect().right > width + 1 && !e.children.length) faults.push(`beyond the side: ${name(e)}`);
    }
  }
  for (const e of document.body.querySelectorAll('*')) {
    if (e instanceof SVGElement || !seen(e)) continue;
    const style = getComputedStyle(e);
    const hides = value => value === 'hidden' || value === 'clip';
    const over = e.scrollWidth > e.clientWidth + 1;
    if (over && style.display !== 'inline') {
      if (hides(style.overflowX)) faults.push(`cut at the side: ${name(e)}`);
      const scrolls = style.overflowX === 'auto' || style.overflowX === 'scroll';
      // Lines of code stay lines, and a picture of a series has its numbers in the table below it.
      const may = inner || e.localName === 'pre' || e.getAttribute('role') === 'img';
      if (scrolls && !may) faults.push(`scrolls sideways: ${name(e)}`);
    }
    if (hides(style.overflowY) && e.clientHeight > 1 && e.scrollHeight > e.clientHeight + 1) faults.push(`cut below: ${name(e)}`);
  }
  return faults.slice(0, 12);
}

// Text smaller than `least` pixels; `::before` and `::after` count.
function small({ least }) {
  const faults = [];
  for (const e of texts()) {
    const scale = e instanceof SVGGraphicsElement ? e.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(e).fontSize) * scale;
    if (size < least - 0.01) faults.push(`${size} px: ${name(e)}`);
  }
  for (const e of document.body.querySelectorAll('*')) {
    for (const part of ['::before', '::after']) {
      const style = getComputedStyle(e, part);
      const written = style.content !== 'none' && style.content !== 'normal' && /[^\s"]/.test(style.content);
      if (written && style.display !== 'none' && seen(e) && parseFloat(style.fontSize) < least - 0.01) faults.push(`${style.fontSize}: ${part} of ${name(e)}`);
    }
  }
  return faults.slice(0, 12);
}

// Whether a link stands inside a sentence: other words run beside it in the same block.
function inSentence(e) {
  if (e.localName !== 'a' || getComputedStyle(e).display !== 'inline') return false;
  let block = e.parentElement;
  while (getComputedStyle(block).display === 'inline') block = block.parentElement;
  const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (node.data.trim() && !node.parentElement.closest('a') && seen(node.parentElement)) return true;
  }
  return false;
}

// Targets less than `least` pixels high or wide; a box and its label are one.
function narrow({ least }) {
  const faults = [];
  for (const e of worked()) {
    if (inSentence(e) || e.localName === 'main') continue;
    const boxes = [e, ...(e.labels || [])].filter(seen).map(one => one.getBoundingClientRect());
    const width = Math.max(...boxes.map(b => b.right)) - Math.min(...boxes.map(b => b.left));
    const height = Math.max(...boxes.map(b => b.bottom)) - Math.min(...boxes.map(b => b.top));
    if (height < least - 0.5 || width < least - 0.5) faults.push(`${Math.round(width)} × ${Math.round(height)} px: ${name(e)}`);
  }
  return faults.slice(0, 12);
}

// Texts of the main part that stand beside another block of text instead of below it; cells of a table row belong together.
function beside() {
  const faults = [];
  for (const e of document.querySelectorAll('main *')) {
    const style = getComputedStyle(e);
    if (!/grid|flex/.test(style.display) || e.closest('nav, form, table, dl, svg') || !seen(e)) continue;
    const parts = [...e.children].filter(one => seen(one) && one.innerText && one.innerText.trim().length > 24);
    for (let i = 1; i < parts.length; i++) {
      const [a, b] = [parts[i - 1].getBoundingClientRect(), parts[i].getBoundingClientRect()];
      if (b.left >= a.right - 1 && b.top < a.bottom - 1) faults.push(`beside another: ${name(parts[i])}`);
    }
  }
  return faults.slice(0, 12);
}

// Cells of tables on a phone that do not show under which column they stand.
function nameless() {
  const faults = [];
  for (const table of document.querySelectorAll('main table')) {
    const heads = [...table.querySelectorAll('thead th, thead td')].map(e => e.textContent.trim());
    if (heads.length < 3 || !seen(table)) continue;
    if (seen(table.querySelector('thead th, thead td'))) {
      if (table.getBoundingClientRect().right > document.documentElement.clientWidth + 1) faults.push(`wide: ${name(table)}`);
      continue;
    }
    for (const row of table.querySelectorAll('tbody tr')) {
      let column = 0;
      for (const cell of row.cells) {
        const head = heads[column];
        column += cell.colSpan;
        const value = cell.textContent.trim();
        // What heads the card names the row, and needs no name.
        if (!value || cell.localName === 'th' || !head) continue;
        const shown = getComputedStyle(cell, '::before').content;
        const inside = cell.innerText.includes(head) || shown.includes(head);
        if (!inside) faults.push(`no ${head} at ${value.slice(0, 20)}: ${shown}`);
        if (!seen(cell)) faults.push(`hidden: ${value.slice(0, 20)}`);
      }
    }
  }
  return faults.slice(0, 12);
}

// What has the focus: where it comes in the document among what can be worked, whether it and its frame can be seen, and whether anything lies over it.
function focus() {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const style = getComputedStyle(e);
  const frames = [style, ...[...(e.labels || [])].map(one => getComputedStyle(one)), ...[...(e.labels || [])].map(one => getComputedStyle(one, '::before'))];
  const framed = frames.some(s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none');
  const shown = [e, ...(e.labels || [])].filter(seen);
  // The middle of that part of a box which lies in the window.
  const free = (one, box) => {
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (left >= right || top >= bottom) return false;
    const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return over && (one.contains(over) || over.contains(one));
  };
  const open = shown.some(one => [...one.getClientRects()].some(box => free(one, box)));
  const fault = !shown.length ? 'cannot be seen' : !open ? 'lies under something or outside the window' : framed ? '' : 'has no visible focus';
  const all = [...document.querySelectorAll(WORKED)];
  return { at: all.indexOf(e), name: name(e), fault };
}

// From now on every use of a key is followed: what has the focus then goes to `trail`.
function follow() {
  window.trail = [];
  document.addEventListener('keyup', () => trail.push(focus()));
  return [];
}

// What must be reached by Tab, in order.
function stops() {
  const all = [...document.querySelectorAll(WORKED)];
  const radios = new Set();
  return worked().concat([...document.querySelectorAll('.skip')]).filter((e, at, list) => {
    if (list.indexOf(e) !== at || (e.type === 'radio' && radios.has(e.name))) return false;
    if (e.type === 'radio') radios.add(e.name);
    return true;
  }).map(e => ({ at: all.indexOf(e), name: name(e) })).sort((a, b) => a.at - b.at);
}

// The lines that can be read in the main part.
function lines() {
  return document.querySelector('main').innerText.split('\n').map(line => line.trim()).filter(Boolean);
}

// What only a screen can use, and yet is there on paper.
function onscreen() {
  const tools = 'nav, form, button, input, select, .skip, .switch, label, .pager, audio, video[controls]';
  return [...document.body.querySelectorAll(tools)].filter(seen).map(name).slice(0, 12);
}
