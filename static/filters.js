// Escape closes the open panel of the list's filters and gives the focus back to its button. It only adds.
document.addEventListener("keydown", (event) => {
  const panel = document.querySelector(".filters > [open]");
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || !panel) return;
  event.preventDefault();
  panel.open = false;
  panel.querySelector("summary").focus();
});
