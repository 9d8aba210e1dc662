/** Makes the children of an element what the nodes say and keeps what fits: focus, scroll positions, opened details. */
export function patch(parent, nodes) {
  const keyed = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let next = parent.firstChild;
  for (const node of nodes) {
    const child = findReusable(node, next, keyed) ?? create(node);
    if (child === next) next = next.nextSibling;
    else parent.insertBefore(child, next);
    update(child, node);
  }
  removeFrom(next);
}

function findReusable(node, next, keyed) {
  if (typeof node === 'string') return next?.nodeType === Node.TEXT_NODE ? next : undefined;

  const { key } = node.attributes;
  const candidate = key === undefined ? next : keyed.get(String(key));
  const isFit =
    candidate?.localName === node.tag &&
    candidate.dataset.key === (key === undefined ? undefined : String(key));
  return isFit ? candidate : undefined;
}

function create(node) {
  return typeof node === 'string' ? document.createTextNode('') : document.createElement(node.tag);
}

function update(child, node) {
  if (typeof node === 'string') {
    if (child.data !== node) child.data = node;
    return;
  }
  const wanted = new Map(
    Object.entries(node.attributes).filter(([, value]) => value !== undefined && value !== false),
  );
  removeOthers(child, wanted);
  for (const [name, value] of wanted) setAttribute(child, name, value === true ? '' : String(value));
  patch(child, node.children);
}

function setAttribute(child, name, value) {
  if (name.startsWith('--')) child.style.setProperty(name, value);
  else if (name === 'key') child.dataset.key = value;
  else if (child.getAttribute(name) !== value) child.setAttribute(name, value);
}

/** What the reader opened stays open. */
function removeOthers(child, wanted) {
  for (const name of child.getAttributeNames())
    if (!wanted.has(name) && !['open', 'style', 'data-key'].includes(name)) child.removeAttribute(name);
}

function removeFrom(first) {
  let next = first;
  while (next) {
    const rest = next.nextSibling;
    next.remove();
    next = rest;
  }
}
