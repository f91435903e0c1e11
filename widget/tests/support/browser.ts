/** Debian's Chromium with a fresh profile, and what tests do with the chat in it. */
import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type BrowserContext, type BrowserContextOptions, type Locator, type Page } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
export const PHONE = { width: 360, height: 640 };
export const DESK = { width: 1280, height: 800 };
const PICTURES = join(import.meta.dirname, "../../../build/widget");

export async function opened(options: BrowserContextOptions = {}): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const profile = mkdtempSync(join(tmpdir(), "waypost-chromium-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.WAYPOST_CHROMIUM ?? "/usr/bin/chromium", headless: true, args: ARGUMENTS, viewport: DESK, locale: "en", ...options,
  });
  context.setDefaultTimeout(30_000);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  return {
    context,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Faults of a page as they happen: console errors (policy violations are some) and exceptions. */
export function faults(page: Page): string[] {
  const found: string[] = [];
  page.on("console", (line) => line.type() === "error" && !/favicon|ERR_CONNECTION|WebSocket|Failed to load resource/.test(line.text()) && found.push(line.text()));
  page.on("pageerror", (error) => found.push(error.message));
  return found;
}

export class Chat {
  constructor(readonly page: Page) {}

  get input(): Locator {
    return this.page.locator("waypost-chat textarea");
  }

  get replies(): Locator {
    return this.page.locator("waypost-chat .log > .reply");
  }

  get said(): Locator {
    return this.page.locator("waypost-chat .log > .said");
  }

  get launcher(): Locator {
    return this.page.locator("waypost-chat .launcher");
  }

  get notice(): Locator {
    return this.page.locator("waypost-chat .notice");
  }

  async open(address: string): Promise<this> {
    await this.page.goto(address);
    await this.launcher.click();
    await this.input.waitFor();
    return this;
  }

  async say(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press("Enter");
  }

  /** Says something and waits until it is answered. */
  async ask(text: string): Promise<Locator> {
    const before = await this.replies.count();
    await this.say(text);
    const reply = this.replies.nth(before);
    await reply.waitFor();
    return reply;
  }
}

/** A picture among CI's artefacts. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: "disabled" });
}
