// Offers the page in the reader's own language when the browser names one that we have. Stores nothing.
const spoken = navigator.languages.map((tag) => tag.slice(0, 2));
const offered = [...document.querySelectorAll("[data-language]")].map((line) => line.dataset.language);
const here = document.documentElement.lang;
const first = spoken.find((code) => code === here || offered.includes(code));
if (first && first !== here) document.querySelector(`[data-language="${first}"]`).hidden = false;
