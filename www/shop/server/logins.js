/** Who buys: logins by a cookie that only the server reads. A visitor has one, too, and is a retail customer. */
import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";

const COOKIE = "shop";
const LIFE = 60 * 60 * 1000;

export class Logins {
  #accounts;
  #open = new Map();

  /** `accounts` are `{ name, password, group }`; passwords are not kept. */
  constructor(accounts) {
    this.#accounts = new Map(
      accounts.map(({ name, password, group }) => {
        const salt = randomBytes(16);
        return [name, { salt, hash: scryptSync(password, salt, 32), group }];
      }),
    );
  }

  /** The login of a request; a new one, with the cookie for its answer, if it has none. */
  of(request) {
    const id = /(?:^|;\s*)shop=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1];
    const known = this.#open.get(id);
    if (known && known.until > Date.now()) return { login: known, cookie: null };
    return this.#begin("retail");
  }

  /** A new login with the account's group, whose id nobody has seen before; `null` if the password is wrong. */
  enter(name, password, before) {
    const account = this.#accounts.get(name);
    // as much work for an account that is not there
    const { salt, hash } = account ?? { salt: Buffer.alloc(16), hash: Buffer.alloc(32) };
    const right = timingSafeEqual(scryptSync(String(password), salt, 32), hash);
    if (!account || !right) return null;
    this.#open.delete(before.id);
    return this.#begin(account.group);
  }

  leave({ id }) {
    this.#open.delete(id);
    return this.#begin("retail");
  }

  #begin(group) {
    for (const [id, { until }] of this.#open) if (until <= Date.now()) this.#open.delete(id);
    const id = randomBytes(24).toString("base64url");
    const login = { id, group, cart: [], until: Date.now() + LIFE };
    this.#open.set(id, login);
    return { login, cookie: `${COOKIE}=${id}; HttpOnly; SameSite=Lax; Path=/; Max-Age=${LIFE / 1000}` };
  }
}
