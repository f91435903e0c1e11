/** The real bot with its action server, started as `make run` does, with state of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");
const START_LIMIT_MS = 300_000;
export const SESSION_SECRET = "a-secret-of-tests-that-is-long-enough-for-every-check";

export class Bot {
  private constructor(private readonly ports: readonly [number, number], private readonly folder: string, private child: ChildProcess) {}

  static async start(): Promise<Bot> {
    const ports = [await freePort(), await freePort()] as const;
    const folder = mkdtempSync(join(tmpdir(), "waypost-bot-"));
    const bot = new Bot(ports, folder, spawned(ports, folder));
    await bot.ready();
    return bot;
  }

  get address(): string {
    return `http://127.0.0.1:${this.ports[0]}`;
  }

  /** Without a warning, as a power cut does; the children die with it. */
  async kill(): Promise<void> {
    const ended = new Promise((done) => this.child.once("exit", done));
    this.child.kill("SIGKILL");
    await ended;
    await until(async () => !(await this.answers("/health")));
  }

  /** The same bot again: same ports, same state. */
  async again(): Promise<void> {
    this.child = spawned(this.ports, this.folder);
    await this.ready();
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.child.once("exit", done));
    this.child.kill("SIGTERM");
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    await until(async () => {
      if (this.child.exitCode !== null) throw new Error(readFileSync(join(this.folder, "output.txt"), "utf-8"));
      return this.answers("/health");
    });
  }

  private async answers(path: string): Promise<boolean> {
    return fetch(`${this.address}${path}`).then((answer) => answer.ok, () => false);
  }
}

export function python(): string {
  return process.env.WAYPOST_TEST_PYTHON ?? join(ROOT, ".venv/bin/python");
}

function spawned([port, actionsPort]: readonly [number, number], folder: string): ChildProcess {
  const output = openSync(join(folder, "output.txt"), "a");
  const env = {
    ...process.env, PYTHONPATH: ROOT, PORT: String(port), ACTIONS_PORT: String(actionsPort), WAYPOST_VAR: folder,
    WAYPOST_SESSION_SECRET: SESSION_SECRET, WAYPOST_RATE_PER_SENDER: "0", WAYPOST_RATE_PER_ADDRESS: "0",
  };
  return spawn(python(), ["-m", "waypost.ops.run"], { cwd: ROOT, env, stdio: ["ignore", output, output] });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, "127.0.0.1", done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const limit = Date.now() + START_LIMIT_MS;
  while (!(await holds())) {
    if (Date.now() > limit) throw new Error("the bot was not ready in time");
    await new Promise((done) => setTimeout(done, 200));
  }
}
