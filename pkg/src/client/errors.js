/** What goes wrong with a server: refusals as problem details of RFC 9457, or no answer at all. */

/** A request that was refused, or that got no answer. */
export class ServerError extends Error {
  constructor(problem, status, headers = undefined, options = undefined) {
    const detail = problem.detail ? `: ${problem.detail}` : "";
    const help = problem.help ? ` (${problem.help})` : "";
    super(`${problem.title ?? `status ${status}`}${detail}${help}`, options);
    this.code = problem.code ?? "server-error";
    this.status = status;
    this.problem = problem;
    this.diagnostics = problem.diagnostics ?? [];
    const wait = Number.parseInt(headers?.get("retry-after") ?? "", 10);
    this.retryAfter = Number.isNaN(wait) ? undefined : wait;
  }

  /** The error of an answer. */
  static async of(response) {
    let problem = {};
    try {
      problem = JSON.parse(await response.text()) ?? {};
    } catch {
      // what stands between may answer in another form; the status says enough
    }
    // OAuth 2.0 has a form of its own
    if (typeof problem.error === "string") problem = { code: problem.error, title: problem.error_description };
    return new ServerError(problem, response.status, response.headers);
  }
}
Object.defineProperty(ServerError.prototype, "name", { value: "ServerError", configurable: true, writable: true });

/** The error of a server that does not answer. */
export function unreachable(base, cause) {
  const late = cause?.name === "TimeoutError";
  const title = late ? `\`${base}\` did not answer in time` : `\`${base}\` cannot be reached`;
  return new ServerError({ code: late ? "timeout" : "unreachable", title }, 0, undefined, { cause });
}
