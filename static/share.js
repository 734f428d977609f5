// Buttons that print a page, copy its address or hand it to another app. It only adds: address and mail link are there.
for (const part of document.querySelectorAll(".share")) {
  const address = part.querySelector(".address");
  const status = part.querySelector("[role=status]");
  const acts = {
    print: () => window.print(),
    share: navigator.share && (() => navigator.share({ title: document.title, url: address.textContent }).catch(() => {})),
    copy: async ({ done, else: instead }) => {
      status.textContent = "";
      try {
        await navigator.clipboard.writeText(address.textContent);
        status.textContent = done;
      } catch {
        getSelection().selectAllChildren(address);
        status.textContent = instead;
      }
    },
  };
  for (const button of part.querySelectorAll("[data-act]")) {
    const act = acts[button.dataset.act];
    button.hidden = !act;
    button.addEventListener("click", () => act(button.dataset));
  }
}
