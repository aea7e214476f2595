/** The token of each request: the one that was given, or one by OAuth 2.0 client credentials, renewed before it ends. */
import { ServerError, unreachable } from "./errors.js";

/** A token is renewed so many seconds before its end. */
const EARLY = 30;

/** What gives the token; `renewed()` says whether another one can be tried after a refusal. */
export function tokens({ token, clientId, clientSecret, scope }, base, send) {
  if (token !== undefined) {
    const give = async () => (typeof token === "function" ? token() : token);
    give.renewed = async () => false;
    return give;
  }
  if (clientId === undefined || clientSecret === undefined) {
    throw new TypeError("expected `token`, or `clientId` and `clientSecret`");
  }
  let current;
  const give = () => {
    if (!current || current.ends < Date.now()) current = { ends: Infinity, value: undefined, coming: undefined };
    const mine = current;
    mine.coming ??= grant(clientId, clientSecret, scope, base, send).then(
      ({ access_token, expires_in }) => {
        mine.ends = Date.now() + Math.max(expires_in - EARLY, expires_in / 2) * 1000;
        return access_token;
      },
      (error) => {
        if (current === mine) current = undefined;
        throw error;
      },
    );
    return mine.coming;
  };
  give.renewed = async () => {
    current = undefined;
    return true;
  };
  return give;
}

async function grant(clientId, clientSecret, scope, base, send) {
  const form = new URLSearchParams({ grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret });
  if (scope !== undefined) form.set("scope", Array.isArray(scope) ? scope.join(" ") : scope);
  let response;
  try {
    response = await send(`${base}/oauth/token`, { method: "POST", body: form });
  } catch (error) {
    throw unreachable(base, error);
  }
  if (!response.ok) throw await ServerError.of(response);
  return response.json();
}
