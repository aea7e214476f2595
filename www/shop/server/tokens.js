/**
 * Quotes that another system may believe: JSON Web Signatures (HS256) of what was accepted, with a short life. A cart of
 * Shopify or WooCommerce checks them with the same secret.
 */
import { SignJWT, jwtVerify } from "jose";

const LIFE = "1h";
const ISSUER = "pricewright-shop";

/** A token of an accepted line. */
export async function signed({ order, total, currency, quote }, secret) {
  const [{ component, values, quantity }] = order.items;
  const claims = { component, values, quantity: String(quantity ?? 1), total, currency, fingerprint: quote.catalog.fingerprint };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(ISSUER)
    .setIssuedAt()
    .setExpirationTime(LIFE)
    .sign(secret);
}

/** What a token says, if it is ours, whole and in time; else an error says why not. */
export async function read(token, secret) {
  const { payload } = await jwtVerify(token, secret, { issuer: ISSUER, algorithms: ["HS256"] });
  return payload;
}
