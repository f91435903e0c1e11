/** The session's token, kept in this browser for one bot and one user. Without storage it lives as long as the page. */

export interface Keep {
  token(): string | null;
  store(token: string): void;
  clear(): void;
}

export function keepFor(server: string, user: string): Keep {
  const key = `waypost:${new URL(server).host}:${user}`;
  let held: string | null = null;
  const tried = (work: () => void): void => {
    try {
      work();
    } catch {
      // Storage is switched off or full: the conversation ends with the page.
    }
  };
  return {
    token() {
      tried(() => (held = localStorage.getItem(key) ?? held));
      return held;
    },
    store(token) {
      held = token;
      tried(() => localStorage.setItem(key, token));
    },
    clear() {
      held = null;
      tried(() => localStorage.removeItem(key));
    },
  };
}
