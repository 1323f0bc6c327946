// Finds records. What is loaded, and what a key is, is described in src/search/mod.rs.
(function () {
'use strict';
const form = document.getElementById('search'), words = form.dataset, [found, results, more] = ['found', 'results', 'more'].map(id => document.getElementById(id));
// Results at a time; texts and shards that may be loaded for them; candidates that are few enough to read.
const SCREEN = 12, TEXTS = 12, SHARDS = 6, FEW = 13, NOT = 9;
const NUMBER = '\\d+(?:,\\d{3})*(?:\\.\\d+)?[万亿]?', DAY = '(\\d{4})[-./年](\\d\\d?)(?:[-./月](\\d\\d?))?[月日]?';

const arrived = {}, loading = {}, letters = {};
let index;

const script = name => new Promise((done, fail) => {
	const element = document.createElement('script');
	element.src = words.base + name + '.js?v=' + words.version;
	element.onload = () => done(arrived[name]);
	element.onerror = fail;
	document.head.appendChild(element);
});

// A payload that ends in U+001D goes on in another file.
async function whole(name) {
	let text = await script(name);
	for (let part = 1; text.endsWith('\x1d'); part++) text = text.slice(0, -1) + await script(name + '-' + part);
	return text;
}

const load = name => loading[name] || (loading[name] = whole(name));

async function open() {
	const [directory, alike] = await Promise.all(['index', 'fold'].map(load)), cut = alike.indexOf(' ');
	numbers(alike.slice(0, cut)).forEach((c, n) => { letters[String.fromCharCode(c)] = alike[cut + 1 + n]; });
	index = JSON.parse(directory);
	for (const name of ['hot', 'shards']) index[name] = index[name].split('\x7f');
}

// Sorted numbers: a set of bits or a list of gaps.
function numbers(text) {
	const digits = text.split('').map(c => c.charCodeAt(0) - (c > '\\' ? 36 : 35)), out = [];
	let high = 0, next = 0;
	if (text[0] === '!') {
		digits.slice(1).forEach((bits, n) => { for (let bit = 0; bit < 6; bit++) if (bits >> bit & 1) out.push(n * 6 + bit); });
	} else digits.forEach(digit => {
		if (digit > 63) high = high * 27 + digit - 64;
		else {
			next += high * 64 + digit;
			out.push(next++);
			high = 0;
		}
	});
	return out;
}

// Documents with their best place: 0 title, 1 name, 2 text.
function note(found, id, place) {
	if (!(found.get(id) <= place)) found.set(id, place);
}

function both(a, b) {
	const out = new Map();
	a.forEach((place, id) => { if (b.has(id)) out.set(id, Math.max(place, b.get(id))); });
	return out;
}

// The documents of a key, or of a range of keys.
async function lookup([from, to = from]) {
	const first = index.shards, found = new Map();
	let at = 0;
	while (first[at + 1] <= from) at++;
	do {
		const parts = (await load('g/' + at)).split('\t');
		for (let n = 0, key = ''; n < parts.length; n += 2) {
			key = key.slice(0, parts[n].charCodeAt(0) - 48) + parts[n].slice(1);
			if (key >= from && key <= to) parts[n + 1].split(' ').forEach((part, n) => numbers(part).forEach(id => note(found, id, 2 - n)));
		}
	} while (first[++at] <= to);
	return found;
}

// What src/search/fold.rs does. Texts come so that no unit becomes none or several.
function fold(text) {
	return text.split('').map(c => {
		const lower = c.normalize('NFKD').toLowerCase().replace(/[^]/g, u => letters[u] || u);
		return lower.replace(/[\u0300-\u036f]/g, '');
	}).join('');
}

// What a word may mean: keys that all must be there, and a pattern in folded text. Exact keys need no proof.

const pad = (n, length) => ('0000000000000' + n).slice(-length);
const begins = key => [key, key + '\uffff'];
const pieces = (text, size) => text.split('').map((c, at) => text.substr(at, size)).filter((piece, at) => !at || piece.length === size);
const meaning = (keys, exact, pattern, fits = () => true) => ({ keys, exact, pattern: RegExp(pattern, 'g'), fits });

function literal(word) {
	const keys = [], safe = word.replace(/[\ud800-\udfff]/g, c => String.fromCharCode(c.charCodeAt(0) + 0x800));
	const rest = safe.replace(/[!-~]{3,}/g, run => {
		pieces(run, 4).forEach(key => keys.push(run.length < 4 ? begins(key) : [key]));
		return ' ';
	});
	(safe.match(/[!-~]{2}[^!-~]/g) || []).forEach(end => keys.push([end]));
	pieces(rest, 2).forEach(key => { if (/^[^ ]{2}$/.test(key)) keys.push([key]); });
	const exact = keys.length === 1 && keys[0][0].length === word.length;
	return meaning(keys, exact, word.replace(/[^\w\x80-\uffff]/g, '\\$&'));
}

function cents(text) {
	const unit = { 万: 1e6, 亿: 1e10 }[text.slice(-1)] || 100;
	return Math.round(parseFloat(text.replace(/,/g, '')) * unit);
}

const date = parts => parts[1] + pad(parts[2], 2) + (parts[3] ? pad(parts[3], 2) : '');

function meanings(word) {
	const out = [literal(word)], day = RegExp('^' + DAY + '$').exec(word);
	const sum = RegExp('^¥?(' + NUMBER + ')元?$').exec(word), amount = sum && cents(sum[1]);
	if (sum && amount < 1e13) out.push(meaning([[' a' + pad(amount, 14)]], true, NUMBER, match => cents(match[0]) === amount));
	if (day) out.push(meaning([begins(' d' + date(day))], true, DAY, match => date(match).startsWith(date(day))));
	if (/^(?=.*[a-z])[a-z\d]{2,}$/.test(word)) {
		const keys = pieces(word, 3).map(run => (run.length < 3 ? begins : key => [key])(' p' + run));
		const initial = c => (c < 'a' ? c : '[A-Z]*(?:' + c + '|' + c.toUpperCase() + '[A-Z]*[a-z])');
		out.push(meaning(keys, word.length < 4, word.split('').map(initial).join(' *')));
		out[out.length - 1].initials = true;
	}
	return out;
}

// The documents that have all keys, or soon few enough to read.
async function having(keys, thrifty) {
	const heat = key => index.hot.indexOf(key[0]), sorted = keys.slice().sort((a, b) => heat(a) - heat(b));
	let found;
	for (let at = 0; at < sorted.length && !(found && (found.size < FEW || thrifty && at >= SHARDS)); at += 2) {
		const sets = await Promise.all(sorted.slice(at, at + 2).map(lookup));
		found = sets.concat(found || []).reduce(both);
	}
	return found;
}

// A query: the meanings of its words, candidates, and what has been shown.
async function ask(query, filters, thrifty) {
	await (index || open());
	const asked = query.normalize('NFKD').split(/\s+/).map(fold).filter(String).map(meanings), sets = [];
	for (const word of asked) {
		const found = new Map();
		for (const m of word) {
			m.documents = m.keys.length ? await having(m.keys, thrifty) : new Map();
			m.documents.forEach((place, id) => note(found, id, m.exact ? place : place + 0.5));
		}
		if (word[0].keys.length) sets.push(found);
	}
	const run = { asked, thrifty, shown: [], short: !sets.length, exact: asked.every(word => word.every(m => m.exact)) };
	for (const name of Object.keys(filters)) if (filters[name]) sets.push(await lookup(begins(' ' + name + '/' + filters[name] + '/')));
	const all = run.short ? new Map() : sets.reduce(both);
	run.items = Array.from(all).map(([id, place]) => ({ id, place })).sort(order);
	run.kinds = await Promise.all(index.kinds.map(async kind => both(all, await lookup(begins(' kind/' + kind[0] + '/'))).size));
	return run;
}

const order = (a, b) => a.place - b.place || a.id - b.id;

// Shows up to `count` more, as long as not too many texts must be loaded.
async function next(run, count) {
	let texts = run.thrifty ? TEXTS : Infinity;
	while (count && run.items.length) {
		if (run.items[0].pieces) {
			run.shown.push(run.items.shift());
			count--;
			continue;
		}
		const some = run.items.slice(0, Math.min(count, texts, 50)).filter(item => !item.pieces);
		if (!some.length) break;
		texts -= some.length;
		await Promise.all(some.map(async item => {
			const pack = await load('t/' + Math.floor(item.id / index.per));
			prove(item, pack.split('\x1e')[item.id % index.per].split('\x1f'), run.asked);
		}));
		run.items = run.items.filter(item => item.place < NOT).sort(order);
	}
}

// Reads a document, marks what was asked for, and settles its place.
function prove(item, fields, asked) {
	const initials = fields[5], unit = at => initials.slice(0, at).replace(/[A-Z]/g, '').length;
	[item.address, item.org, item.kind, item.day] = fields;
	item.pieces = fields.slice(7);
	item.pieces.unshift(fields[4]);
	item.marks = item.pieces.map(() => []);
	const folded = item.pieces.map(fold);
	const place = m => {
		let best = m.exact && m.documents.has(item.id) ? m.documents.get(item.id) : NOT;
		(m.initials ? [initials] : folded).forEach((text, n) => text.replace(m.pattern, (...match) => {
			const at = match[match.length - 2], end = at + match[0].length;
			if (!m.fits(match)) return;
			item.marks[n].push(m.initials ? [unit(at), unit(end)] : [at, end]);
			best = Math.min(best, n ? (n > fields[6] ? 2 : 1) : 0);
		}));
		return best;
	};
	item.place = Math.max(...asked.map(word => Math.min(...word.map(place))));
}

function put(name, parent, text) {
	const element = parent.appendChild(document.createElement(name));
	element.textContent = text || '';
	return element;
}

// A piece from `from` on, its marks marked.
function marked(parent, text, marks, from, to) {
	let at = from;
	for (const [start, end] of marks.sort((a, b) => a[0] - b[0])) {
		if (start < at || end > to) continue;
		parent.append(text.slice(at, start));
		put('mark', parent, text.slice(start, end));
		at = end;
	}
	parent.append(text.slice(at, to));
}

function result(item, parent) {
	const box = put('div', put('li', parent)), link = put('a', box), about = put('p', box);
	const day = item.day.replace(/(....)(..)(..)/, '$1-$2-$3'), at = item.marks.findIndex((marks, n) => n && marks.length);
	link.className = 't';
	link.href = words.root + encodeURI(item.address);
	marked(link, item.pieces[0], item.marks[0]);
	put('span', about, item.org);
	if (+item.day) put('time', put('span', about), day).dateTime = day;
	if (at > 0) marked(put('p', box), item.pieces[at], item.marks[at], Math.max(0, item.marks[at][0][0] - 30), item.marks[at][0][0] + 60);
}

function show(run) {
	const rest = run.items.length, exact = run.exact || !rest, total = run.shown.length + rest, lists = {};
	results.textContent = '';
	for (const item of run.shown) {
		if (!lists[item.kind]) {
			const same = run.shown.filter(other => other.kind === item.kind).length;
			put('small', put('h2', results, index.kinds[item.kind][1] + ' '), rest ? exact && run.kinds[item.kind] : same);
			lists[item.kind] = put('ul', results);
			lists[item.kind].className = 'records';
		}
		result(item, lists[item.kind]);
	}
	found.textContent = run.short ? words.short : total ? (exact ? words.exact : words.most).replace('{n}', total) : words.none;
	more.hidden = !rest;
}

async function start() {
	const asked = new URLSearchParams(location.search), filters = {};
	for (const field of Array.from(form.elements)) {
		const value = asked.get(field.name) || '';
		if (!field.name) continue;
		if (field.name !== 'q') {
			filters[field.name] = value;
			field.onchange = () => form.submit();
		}
		field.value = value;
		if (field.value !== value) field.add(new Option(value, value, true, true));
	}
	if (!form.q.value.trim()) return;
	found.textContent = words.wait;
	const run = await ask(form.q.value, filters, true), step = () => next(run, SCREEN).then(() => show(run));
	more.onclick = () => step().catch(fail);
	await step();
}

const fail = () => { found.textContent = words.failed; };

window.gongkaiSearch = (name, payload) => { arrived[name] = payload; };

// The addresses of all that is found.
window.gongkaiSearch.find = async (query, filters) => {
	const run = await ask(query, filters || {});
	await next(run, Infinity);
	return run.shown.map(item => item.address);
};

start().catch(fail);
})();
