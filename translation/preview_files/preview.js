"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const [tools, words, state, topic, shown] = ["tools", "words", "state", "topic", "shown"].map(find);
  const boxes = [...tools.querySelectorAll("input[type=checkbox]")];
  const rows = [...document.querySelectorAll(".row")].map((row) => ({ row, text: row.textContent.toLowerCase(), cells: [...row.querySelectorAll(".cell")] }));
  const sections = [...document.querySelectorAll(".topic")];

  function filter() {
    const wanted = words.value.toLowerCase().trim().split(/\s+/).filter(Boolean);
    const on = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let count = 0;
    for (const { row, text, cells } of rows) {
      for (const cell of cells) cell.hidden = !on.has(cell.dataset.language);
      const fits = !state.value || cells.some((cell) => !cell.hidden && cell.dataset.state === state.value);
      row.hidden = !fits || (topic.value !== "" && row.dataset.topic !== topic.value) || !wanted.every((word) => text.includes(word));
      if (!row.hidden) count += 1;
    }
    for (const section of sections) section.hidden = !section.querySelector(".row:not([hidden])");
    document.body.style.setProperty("--languages", String(on.size));
    shown.value = `${count} of ${rows.length}`;
  }

  tools.hidden = false;
  tools.addEventListener("input", filter);
  tools.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
