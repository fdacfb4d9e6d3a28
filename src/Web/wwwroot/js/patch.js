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
    const names = want.getAttributeNames();
    if (names.includes("hx-preserve")) return true;
    if (names.includes("data-moment") && have.getAttribute("datetime") === want.getAttribute("datetime")) return true;   // ages.js wrote it in the reader's own time
    if (names.includes("data-keep")) {                // a part with a life of its own, a log that grows: left alone while it is about the same thing
      if (have.getAttribute("data-keep") !== want.getAttribute("data-keep")) { have.replaceWith(want); htmx.process(want); }
      return true;
    }
    attributes(have, want, names);
    return children(have, want);
  }

  // False when something selected was left as it was.
  window.bloxPatch = (have, want) => {
    const focused = document.activeElement;
    const whole = node(have, want);
    if (focused !== document.activeElement && focused?.isConnected) focused.focus({ preventScroll: true });   // moved by a browser that cannot move
    return whole;
  };
})();
