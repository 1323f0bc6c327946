/* What the browser adds where it can; every page can be read without it. It stands right after the switch, so that no page is drawn in the wrong view. */
(() => {
  'use strict';
  const html = document.documentElement, root = html.dataset.root, box = document.getElementById('big');
  const all = (query, act) => document.querySelectorAll(query).forEach(act);

  /* Storage may be forbidden: then `get` gives undefined. */
  const get = key => { try { return localStorage.getItem(key); } catch (error) { return undefined; } };
  const set = (key, value) => { try { localStorage.setItem(key, value); } catch (error) { /* not kept */ } };

  /* The elders' view; what is looked at stays where it is */

  const VIEW = 'gongkai:elders';
  const show = on => { box.checked = on; html.classList.toggle('elders', on); };
  const kept = () => { const view = get(VIEW); if (view !== undefined) show(view === '1'); };
  const turn = () => {
    const on = box.checked;
    show(!on);
    const at = pageYOffset && document.elementFromPoint(innerWidth / 2, innerHeight / 4), before = at && at.getBoundingClientRect().top;
    show(on);
    if (at) scrollBy(0, at.getBoundingClientRect().top - before);
    set(VIEW, on ? '1' : '');
  };

  /* My village */

  const PLACE = 'gongkai:place:' + new URL(root || '.', location.href).pathname;
  const place = () => {
    try {
      const mine = JSON.parse(get(PLACE));
      /* Storage is anybody's on this host: only an address below the root will do. */
      return /^[^:/\\][^:\\]*$/.test(mine.address) && mine;
    } catch (error) { return false; }
  };
  const tellPlace = () => {
    const mine = place();
    all('[data-my-place]', slot => {
      slot.textContent = '';
      slot.hidden = !mine;
      if (!mine) return;
      const link = slot.appendChild(document.createElement('a'));
      link.href = root + mine.address;
      link.textContent = html.dataset.place + mine.name;
    });
    all('[data-keep-place]', button => {
      const { keepPlace: name, placeHref: address } = button.dataset, on = mine && mine.address === address;
      button.setAttribute('aria-pressed', on);
      button.hidden = get(PLACE) === undefined;
      button.onclick = () => { set(PLACE, on ? '' : JSON.stringify({ name, address })); tellPlace(); };
    });
  };

  /* Paper: what is folded is opened, links can be typed from it */

  let folds = [];
  addEventListener('beforeprint', () => {
    const own = document.querySelector('[rel=canonical]') || location;
    all('.md a, .files a, .basis a', link => {
      const href = link.getAttribute('href');
      if (href[0] !== '#') link.dataset.url = new URL(href, own.href);
    });
    folds = [...document.querySelectorAll('main details:not([open])')];
    folds.forEach(fold => { fold.open = true; });
  });
  addEventListener('afterprint', () => folds.forEach(fold => { fold.open = false; }));

  kept();
  box.addEventListener('change', turn);
  /* Another tab, or a page that comes back as it was left. */
  addEventListener('storage', kept);
  addEventListener('pageshow', kept);
  document.addEventListener('DOMContentLoaded', () => {
    tellPlace();
    /* A table drawn as cards is still a table to those who hear it; some browsers forget that. */
    const roles = { '': 'table', thead: 'rowgroup', tbody: 'rowgroup', tfoot: 'rowgroup', tr: 'row', td: 'cell', th: 'rowheader', 'thead th': 'columnheader' };
    Object.keys(roles).forEach(part => all('.cards ' + part, node => node.setAttribute('role', roles[part])));
  });
})();
