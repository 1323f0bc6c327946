/* Reads the page aloud, where the browser has a voice for its language. */
(() => {
  'use strict';
  const voices = window.speechSynthesis, bar = document.querySelector('.reader');
  if (!voices || !bar) return;

  /* What a card says before a value. */
  const label = cell => {
    const said = cell.matches('td') && /^"(.+)"$/.exec(getComputedStyle(cell, '::before').content);
    return said ? said[1] + '：' : '';
  };
  /* What is read: pieces short enough for every voice, each with its block. An amount is read from its words. */
  const pieces = () => {
    const blocks = [], walk = document.createTreeWalker(document.getElementById('main'), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode.data.trim(), from = walk.currentNode.parentElement;
      if (!text || !from.getClientRects().length || from.querySelector('.words,.a>i') || from.closest('nav,form,thead,.reader,[aria-hidden=true]')) continue;
      const block = from.closest('h1,h2,h3,h4,h5,h6,p,li,dt,dd,caption,th,td,pre,summary,div,section,main');
      const last = blocks[blocks.length - 1];
      if (last && last.block === block) last.text += ' ' + text;
      else blocks.push({ block, text: label(block) + text });
    }
    return [].concat(...blocks.map(({ block, text }) =>
      text.match(/[^。！？；]{1,100}[。！？；]*|[。！？；]+/g).map(words => ({ block, words }))));
  };
  const [go, end] = bar.children, start = go.textContent, { lang } = document.documentElement;
  let list, at, speech, marked;
  const able = () => voices.getVoices().filter(voice => voice.lang.replace('cmn', 'zh').slice(0, 2) === lang.slice(0, 2));
  const mark = block => {
    if (marked) marked.classList.remove('spoken');
    marked = block;
    if (!block) return;
    block.classList.add('spoken');
    block.scrollIntoView({ block: 'nearest' });
  };
  /* Some phones cannot go on after a pause of their own: the piece begins again. */
  const hush = words => { speech = null; voices.cancel(); go.textContent = words; };
  const stop = () => { hush(start); mark(); list = null; end.hidden = true; };
  const say = () => {
    if (at >= list.length) return stop();
    const own = speech = new SpeechSynthesisUtterance(list[at].words), known = able();
    own.lang = lang;
    own.voice = known.find(voice => voice.lang.replace('_', '-') === lang) || known[0];
    own.onend = () => { if (own === speech) { at += 1; say(); } };
    own.onerror = () => { if (own === speech) stop(); };
    mark(list[at].block);
    voices.speak(own);
  };
  go.onclick = () => {
    if (speech) return hush(bar.dataset.resume);
    if (!list) { list = pieces(); at = 0; }
    go.textContent = bar.dataset.pause;
    end.hidden = false;
    say();
  };
  end.onclick = () => { stop(); go.focus(); };
  document.getElementById('big').addEventListener('change', stop);
  addEventListener('pagehide', stop);
  /* Voices come late; where there are some, one must know the language. */
  const offer = () => { bar.hidden = voices.getVoices().length && !able().length; };
  offer();
  voices.onvoiceschanged = offer;
})();
