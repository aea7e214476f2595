/**
 * Quotes that another system may believe: JSON Web Signatures (HS256) of what was accepted, with a short life. A cart of
 * Shopify or WooCommerce checks them with the same secret. Each says for which cart (`aud`) and which group of buyers it is,
 * whether its total is net or gross, and has an id of its own (`jti`).
 */
import { randomUUID } from "node:crypto";
import { SignJWT, jwtVerify } from "jose";

const LIFE = "1h";
const ISSUER = "pricewright-shop";
/** The cart that tokens are for, where the shop names none. */
export const AUDIENCE = "cart";

/** A token of an accepted line, for a buyer of a group. */
export async function signed({ order, total, currency, quote }, group, secret, audience = AUDIENCE) {
  const [{ component, values, quantity }] = order.items;
  const { prices, catalog: { fingerprint } } = quote;
  const claims = { component, values, quantity: String(quantity ?? 1), total, currency, prices, group, fingerprint };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(ISSUER)
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(LIFE)
    .sign(secret);
}

/** What a token says, if it is ours, whole, in time and for this cart; else an error says why not. */
export async function read(token, secret, audience = AUDIENCE) {
  const { payload } = await jwtVerify(token, secret, { issuer: ISSUER, audience, algorithms: ["HS256"], requiredClaims: ["exp", "jti"] });
  return payload;
}
