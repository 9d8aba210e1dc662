let opener;

/** Opens what is new above the page, and gives the focus back to where it was when nothing is left there. */
export function syncDialogs(app) {
  const dialogs = [...app.querySelectorAll('dialog')];
  for (const dialog of dialogs.filter(({ open }) => !open)) {
    opener ??= document.activeElement;
    dialog.showModal();
  }
  if (dialogs.length > 0 || opener === undefined) return;

  const target = opener.isConnected && opener !== document.body ? opener : app.querySelector('#main');
  target?.focus();
  opener = undefined;
}

/** To the first input that is wrong, when there was none before. */
export function focusMistake(app, before) {
  if (before === 0) app.querySelector('dialog [aria-invalid="true"]')?.focus();
}

export function countMistakes(app) {
  return app.querySelectorAll('dialog [aria-invalid="true"]').length;
}
