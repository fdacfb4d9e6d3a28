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

  function attributes(have, want) {
    for (const { name, value } of want.attributes) if (name !== "open" && have.getAttribute(name) !== value) have.setAttribute(name, value);
    if (have.attributes.length === want.attributes.length) return;
    for (const { name } of [...have.attributes]) if (name !== "open" && !want.hasAttribute(name)) have.removeAttribute(name);
  }

  function children(have, want) {
    if (have.firstElementChild?.id && want.firstElementChild?.id) {
      const ids = new Set([...want.children].map(e => e.id));
      for (const child of [...have.children]) if (child.id && !ids.has(child.id)) child.remove();
    }
    let at = have.firstChild, whole = true;
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
    if (have.isEqualNode(want) || want.hasAttribute("hx-preserve")) return true;
    const keep = want.getAttribute("data-keep");
    if (keep !== null) {                // a part with a life of its own, a log that grows: left alone while it is about the same thing
      if (have.getAttribute("data-keep") !== keep) { have.replaceWith(want); htmx.process(want); }
      return true;
    }
    attributes(have, want);
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
