// The labels and replies of the bot in, a readable conversation out. Everything is set with textContent; no HTML from outside is ever parsed.
const labels = await (await fetch("/page/labels.json")).json();
const sender = `page-${crypto.randomUUID()}`;
const preferred = (navigator.languages || []).map((code) => code.slice(0, 2)).find((code) => code in labels) || "en";
const log = document.getElementById("log");
const input = document.getElementById("text");
let locale = preferred;

function show(code) {
  locale = code in labels ? code : locale;
  const words = labels[locale];
  document.documentElement.lang = locale;
  document.documentElement.dir = words.direction;
  document.getElementById("promise").textContent = words.promise;
  document.getElementById("label").textContent = words.write;
  document.getElementById("send").textContent = words.send;
  input.placeholder = words.write;
  for (const button of document.querySelectorAll("#languages button")) button.setAttribute("aria-pressed", String(button.lang === locale));
}

function inline(text, parent) {
  const pattern = /\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`|\[(.+?)\]\((https:\/\/[^)\s]+)\)/g;
  let from = 0;
  for (const found of text.matchAll(pattern)) {
    parent.append(text.slice(from, found.index));
    const [, bold, italic, code, label, url] = found;
    const element = document.createElement(bold ? "strong" : italic ? "em" : code ? "code" : "a");
    if (url) Object.assign(element, { href: url, target: "_blank", rel: "noopener noreferrer nofollow" });
    if (code) element.textContent = code; else inline(bold || italic || label, element);
    parent.append(element);
    from = found.index + found[0].length;
  }
  parent.append(text.slice(from).replace(/\\([\\`*_[\]()<>#|!])/g, "$1"));
}

function markdown(text, parent) {
  let list = null;
  for (const line of text.split("\n")) {
    const item = /^\s*(?:(\d+)\.|-)\s+(.*)$/.exec(line);
    if (item) {
      const kind = item[1] ? "ol" : "ul";
      if (!list || list.localName !== kind) parent.append((list = document.createElement(kind)));
      inline(item[2], list.appendChild(document.createElement("li")));
    } else if (line.trim()) {
      list = null;
      const quote = line.startsWith("> ");
      inline(quote ? line.slice(2) : line, parent.appendChild(document.createElement(quote ? "blockquote" : "p")));
    }
  }
}

function bubble(mine, lang) {
  const item = log.appendChild(document.createElement("li"));
  item.className = mine ? "mine" : "";
  item.lang = lang;
  item.dir = "auto";
  return item;
}

// The same message again under the same id runs nothing twice: an answer that got lost is asked for once more.
async function ask(message) {
  const body = JSON.stringify({ sender, message, message_id: crypto.randomUUID(), metadata: { locale } });
  const post = () => fetch("/webhooks/rest/webhook", { method: "POST", headers: { "Content-Type": "application/json" }, body });
  const again = () => new Promise((go) => setTimeout(go, 2000)).then(post);
  const answer = await post().catch(again);
  return answer.status === 503 ? again() : answer;
}

async function send(message, title = message) {
  bubble(true, locale).textContent = title;
  for (const old of log.querySelectorAll(".choices button")) old.disabled = true;
  let entries;
  try {
    const answer = await ask(message);
    entries = await answer.json();
    if (!Array.isArray(entries)) entries = entries.reply || [{ text: entries.hint }];
  } catch {
    entries = [{ text: labels[locale].failed }];
  }
  for (const entry of entries) if (entry.custom) show(entry.custom.locale);
  for (const entry of entries) if (entry.text) {
    const item = bubble(false, locale);
    markdown(entry.text, item);
    const choices = item.appendChild(document.createElement("div"));
    choices.className = "choices";
    for (const { title, payload } of entry.buttons || []) {
      const button = choices.appendChild(document.createElement("button"));
      button.textContent = title;
      button.addEventListener("click", () => send(payload, title));
    }
    item.scrollIntoView({ block: "nearest" });
  }
  input.focus();
}

for (const [code, { name }] of Object.entries(labels)) {
  const button = document.getElementById("languages").appendChild(document.createElement("button"));
  Object.assign(button, { lang: code, textContent: name, type: "button" });
  button.addEventListener("click", () => send(`language:${code}`, name));
}
document.getElementById("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  input.value = "";
  if (text) send(text);
});
show(preferred);
