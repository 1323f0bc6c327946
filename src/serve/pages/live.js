/* Shows every save at once: listens to the server for as long as the page can be seen. Plain ES5, so that old browsers can read it. */
(function () {
  'use strict';
  var tag = document.currentScript;
  if (!tag || !window.EventSource) return;

  var page = tag.getAttribute('data-page') || '';
  var version = tag.getAttribute('data-version') || '';
  var state = tag.getAttribute('data-state') || '';
  var PLACE = 'gongkai:place:' + location.pathname, FOLDED = 'gongkai:folded';
  var source = null, retry = 0, delay = 1000, lostTimer = 0, note = null, leaving = false;

  function each(list, act) { Array.prototype.forEach.call(list, act); }

  /* Storage may be forbidden; then places are not kept. */
  function get(key) { try { return sessionStorage.getItem(key); } catch (error) { return null; } }
  function set(key, value) {
    try {
      if (value === null) sessionStorage.removeItem(key); else sessionStorage.setItem(key, value);
    } catch (error) { /* not kept */ }
  }

  /* The panel */

  function live() { return document.getElementById('gongkai-live'); }
  function part(name) { var all = live(); return all && all.querySelector(name); }
  var folded = get(FOLDED) === '1';
  function fold() {
    var details = part('details');
    if (!details) folded = false;
    else if (folded) details.removeAttribute('open');
    set(FOLDED, folded ? '1' : null);
  }
  document.addEventListener('toggle', function (event) {
    if (event.target !== part('details')) return;
    folded = !event.target.open;
    set(FOLDED, folded ? '1' : null);
  }, true);

  /* The place in the page, kept over a reload */

  function eachDetails(act) {
    var seen = {};
    each(document.querySelectorAll('details'), function (details) {
      if (live() && live().contains(details)) return;
      var summary = details.querySelector('summary');
      var key = details.id || (summary ? summary.textContent.slice(0, 60) : '');
      seen[key] = (seen[key] || 0) + 1;
      act(details, key + '#' + seen[key]);
    });
  }
  function scroll(x, y) {
    try { window.scrollTo({ left: x, top: y, behavior: 'instant' }); } catch (error) { window.scrollTo(x, y); }
  }
  function keep() {
    var list = part('.list'), active = document.activeElement, open = {};
    eachDetails(function (details, key) { open[key] = details.open; });
    set(PLACE, JSON.stringify({
      x: window.pageXOffset, y: window.pageYOffset, list: list ? list.scrollTop : 0,
      focus: active ? active.id : '', open: open, version: version
    }));
  }
  function restore() {
    var place = JSON.parse(get(PLACE) || 'null');
    set(PLACE, null);
    if (!place) return '';
    eachDetails(function (details, key) { if (key in place.open) details.open = place.open[key]; });
    var list = part('.list'), focus = place.focus && document.getElementById(place.focus);
    if (list) list.scrollTop = place.list;
    if (focus) focus.focus({ preventScroll: true });
    scroll(place.x, place.y);
    /* Pictures may make the page longer yet; whoever has scrolled meanwhile is left alone. */
    var reached = window.pageYOffset;
    window.addEventListener('load', function () {
      if (window.pageYOffset === reached) scroll(place.x, place.y);
    });
    return place.version;
  }

  fold();
  var before = restore();

  /* What the server says */

  function reload() {
    if (leaving) return;
    leaving = true;
    close();
    /* A page that came back as it was would be told to reload for ever: then not more than once in two seconds. */
    setTimeout(function () { keep(); location.reload(); }, before && before === version ? 2000 : 0);
  }

  function isAt(link, path) {
    try {
      var url = new URL(link.href);
      return url.host === location.host && decodeURIComponent(url.pathname) === '/' + path;
    } catch (error) { return false; }
  }
  function swap(old, path) {
    var fresh = old.cloneNode(false);
    fresh.removeAttribute('integrity');
    fresh.href = '/' + path.split('/').map(encodeURIComponent).join('/');
    fresh.gongkaiOlder = (old.gongkaiOlder || []).concat(old);
    old.gongkaiReplaced = true;
    fresh.onload = function () {
      var x = window.pageXOffset, y = window.pageYOffset;
      each(fresh.gongkaiOlder, function (link) { if (link.parentNode) link.parentNode.removeChild(link); });
      scroll(x, y);
    };
    fresh.onerror = reload;
    old.parentNode.insertBefore(fresh, old.nextSibling);
  }

  var told = {
    reload: reload,
    go: function (data) {
      if (!/^\/(?![\/\\])/.test(data)) return;
      leaving = true;
      close();
      location.replace(data);
    },
    style: function (data) {
      var news = JSON.parse(data), found = false;
      each(news.styles, function (pair) {
        each(document.querySelectorAll('link[rel~="stylesheet"]'), function (link) {
          if (link.gongkaiReplaced) return;
          if (isAt(link, pair[1])) found = true;
          else if (isAt(link, pair[0])) { found = true; swap(link, pair[1]); }
        });
      });
      version = news.version;
      if (!found) reload();
    },
    state: function (data) {
      var news = JSON.parse(data), old = live(), details = part('details'), list = part('.list');
      var top = list ? list.scrollTop : 0, focused = old && old.contains(document.activeElement);
      if (details) folded = !details.open;
      state = news.state;
      if (old) old.outerHTML = news.html;
      else document.body.insertAdjacentHTML('beforeend', news.html);
      fold();
      list = part('.list');
      if (list) list.scrollTop = top;
      var summary = focused && part('summary');
      if (summary) summary.focus({ preventScroll: true });
    }
  };

  /* The connection */

  function close() {
    clearTimeout(retry);
    if (source) source.close();
    source = null;
  }
  function found() {
    clearTimeout(lostTimer);
    lostTimer = 0;
    if (note) note.parentNode.removeChild(note);
    note = null;
  }
  function lost() {
    if (!lostTimer) lostTimer = setTimeout(function () {
      note = document.createElement('div');
      note.id = 'gongkai-lost';
      note.setAttribute('role', 'status');
      note.textContent = tag.getAttribute('data-lost') || '';
      document.body.appendChild(note);
    }, 3000);
  }
  /* Opened anew each time rather than left to the browser, so that the server hears what is shown now. */
  function open() {
    if (source || leaving || document.visibilityState === 'hidden') return;
    clearTimeout(retry);
    source = new EventSource('/_/events?page=' + page.replace(/[&+]/g, encodeURIComponent) +
      '&version=' + encodeURIComponent(version) + '&state=' + encodeURIComponent(state));
    source.onopen = function () { delay = 1000; found(); };
    source.onerror = function () {
      close();
      lost();
      retry = setTimeout(open, delay);
      delay = Math.min(delay * 1.5, 5000);
    };
    Object.keys(told).forEach(function (event) {
      source.addEventListener(event, function (message) { told[event](message.data); });
    });
  }
  function pause() { close(); found(); }

  /* Browsers allow six connections to a server: a page that is not seen gives its own up. */
  document.addEventListener('visibilitychange', function () {
    if (document.visibilityState === 'hidden') pause(); else open();
  });
  window.addEventListener('pagehide', pause);
  window.addEventListener('pageshow', function (event) {
    if (event.persisted) leaving = false;
    open();
  });
  open();
})();
