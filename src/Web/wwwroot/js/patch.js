// Makes an element of the page what the server says it is now, in place: nodes that go on existing stay the same nodes. So a click whose two halves have an update between them is
// a click, and focus, scrolled parts, ticked boxes and opened details are the reader's.
(() => {
  "use strict";
  const move = (home, node, before) => home.moveBefore && node.isConnected ? home.moveBefore(node, before) : home.insertBefore(node, before);
  const same = (a, b) => a.nodeName === b.nodeName && (a.id ?? "") === (b.id ?? "");

  // Text at an end of a selection would end it, and is somebody's to copy. Asking for the selection lays the page out, so it is asked only when it changes.
  let held = [];
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    held = selection.isCollapsed ? [] : [selection.anchorNode, selection.focusNode];
  });

  function attributes(have, want, names) {
    for (const name of names) {
      const value = want.getAttribute(name);
      if (name !== "open" && have.getAttribute(name) !== value) have.setAttribute(name, value);
    }
    const had = have.getAttributeNames();
    if (had.length !== names.length) for (const name of had) if (name !== "open" && !want.hasAttribute(name)) have.removeAttribute(name);
  }

  // Mostly everything is where it was, with other words.
  function aligned(have, want) {
    let a = have.firstChild, b = want.firstChild;
    while (a && b && same(a, b)) { a = a.nextSibling; b = b.nextSibling; }
    return !a && !b;
  }

  function children(have, want) {
    let at = have.firstChild, whole = true;
    if (aligned(have, want)) {
      for (let one = want.firstChild, next, rest; one; one = next, at = rest) {
        next = one.nextSibling;
        rest = at.nextSibling;
        whole = node(at, one) && whole;
      }
      return whole;
    }
    if (have.firstElementChild?.id && want.firstElementChild?.id) {
      const ids = new Set([...want.children].map(e => e.id));
      for (const child of [...have.children]) if (child.id && !ids.has(child.id)) child.remove();
      at = have.firstChild;
    }
    for (let next = want.firstChild, one; (one = next);) {
      next = one.nextSibling;
      while (at && at.nodeType !== 1 && one.nodeType === 1) { const rest = at.nextSibling; at.remove(); at = rest; }   // space between elements is not what they are told apart by
      let old = at && same(at, one) ? at : one.id ? [...have.children].find(e => e.id === one.id) : null;
      if (!old) { have.insertBefore(one, at); continue; }
      if (old !== at) move(have, old, at); else at = at.nextSibling;
      whole = node(old, one) && whole;
    }
    while (at) { const rest = at.nextSibling; at.remove(); at = rest; }
    return whole;
  }

  function node(have, want) {
    if (have.nodeType !== 1) {
      if (have.nodeValue === want.nodeValue) return true;
      if (held.includes(have)) return false;
      have.nodeValue = want.nodeValue;
      return true;
    }
    if (have.isEqualNode(want)) return true;
    if (have.id) drawn.delete(have);
    const names = want.getAttributeNames();
    if (names.includes("hx-preserve")) return true;
    if (names.includes("data-keep")) {                // a part with a life of its own, a log that grows: left alone while it is about the same thing
      if (have.getAttribute("data-keep") !== want.getAttribute("data-keep")) { have.replaceWith(want); htmx.process(want); }
      return true;
    }
    if (isTold(have, want, names)) { attributes(have, want, names.filter(name => name !== "data-moment")); return true; }
    attributes(have, want, names);
    return children(have, want);
  }

  // A moment is told in the reader's zone already: see ages.js.
  const isTold = (have, want, names) => names.includes("data-moment") && !have.hasAttribute("data-moment") && have.getAttribute("datetime") === want.getAttribute("datetime");

  // Of a row words change, and hardly ever a box. So its text is compared with the one before, tag by tag, and what differs is written into the node that it stands for: no parser, and
  // no node is looked at that stays as it is. Who writes what is shown encodes "<" and ">": they begin and end tags and nothing else.
  const drawn = new WeakMap();             // element -> its text in tags, and the element and the words that each of them stands for
  const attribute = / ([\w-]+)(?:="([^"]*)")?/g;
  const signs = { amp: "&", lt: "<", gt: ">", quot: "\"", nbsp: "\u00a0" };
  const decoded = text => !text.includes("&") ? text : text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (all, hex, number, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : number ? String.fromCodePoint(Number(number)) : signs[name] ?? all);
  const named = tag => tag.slice(0, tag.search(/[ >]/));

  // Which node is which; null where the page has others than the text says.
  function read(root, tags) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    const nodes = new Array(tags.length), words = new Array(tags.length);
    let node = root;
    for (let i = 1; i < tags.length; i++) {
      const tag = tags[i];
      if (tag[0] !== "/") {
        if (node?.localName !== named(tag)) return null;
        nodes[i] = node;
        node = walker.nextNode();
      }
      if (i === tags.length - 1 || tag.endsWith(">")) continue;
      if (node?.nodeType !== 3) return null;
      words[i] = node;
      node = walker.nextNode();
    }
    return node ? null : { tags, nodes, words };
  }

  function reattribute(have, tag) {
    const names = [];
    for (const [, name, value] of tag.matchAll(attribute)) {
      names.push(name);
      const text = decoded(value ?? "");
      if (name !== "open" && have.getAttribute(name) !== text) have.setAttribute(name, text);
    }
    if (have.attributes.length !== names.length) for (const name of have.getAttributeNames()) if (name !== "open" && !names.includes(name)) have.removeAttribute(name);
  }

  function reword(row, tags) {
    const had = row.tags, last = tags.length - 1;
    if (had.length !== tags.length) return false;
    for (let i = 1; i <= last; i++) {
      const tag = tags[i];
      if (had[i] === tag && i > 1) continue;                   // the row itself is marked by others, too
      const end = tag.indexOf(">"), text = row.words[i];
      if (i === 1 || !had[i].startsWith(tag.slice(0, end + 1))) {
        if (row.nodes[i]?.localName !== named(tag)) return false;
        reattribute(row.nodes[i], tag.slice(0, end));
      }
      if (i === last || (!text && end === tag.length - 1)) continue;
      if (!text || end === tag.length - 1 || held.includes(text)) return false;
      const value = decoded(tag.slice(end + 1));
      if (text.nodeValue !== value) text.nodeValue = value;
    }
    row.tags = tags;
    return true;
  }

  // True when that was all there was to do.
  window.bloxWords = (have, html) => {
    const row = drawn.get(have) ?? read(have, have.outerHTML.split("<"));
    const done = row !== null && reword(row, html.split("<"));
    if (done) drawn.set(have, row); else drawn.delete(have);
    return done;
  };

  // False when something selected was left as it was.
  window.bloxPatch = (have, want) => {
    const focused = document.activeElement;
    const whole = node(have, want);
    if (focused !== document.activeElement && focused?.isConnected) focused.focus({ preventScroll: true });   // moved by a browser that cannot move
    return whole;
  };
})();
