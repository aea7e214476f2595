import type {
  BudgetOptions,
  Claim,
  Count,
  Diff,
  HintOptions,
  Hints,
  OptionPrices,
  OptionPricesOptions,
  PriceRange,
  Solution,
  SolveOptions,
  Verification,
} from "./answers.js";
import type { CatalogDocument } from "./catalog.js";
import type { Diagnostic } from "./diagnostic.js";
import type { Explanation } from "./explanation.js";
import type { Order } from "./order.js";
import type { PricedQuote, Quote, Status } from "./quote.js";
import type { Amount, CurrencyCode, Day } from "./values.js";

/** A server, as one sees it with a token. */
export declare class Client {
  constructor(settings: ClientSettings);
  /** Prices an order. */
  price(order: Order | string, options?: CatalogOption): Promise<Quote>;
  /** The same, as the server wrote it: the bytes of the engine. */
  priceText(order: Order | string, options?: CatalogOption & { pretty?: boolean }): Promise<string>;
  /** What the quote says in short; it takes the server a fraction of the time. */
  totals(order: Order | string, options?: CatalogOption): Promise<QuoteTotals>;
  /** The quote, with the rules that did not apply and why. */
  explain(order: Order | string, options?: CatalogOption): Promise<{ quote: Quote; explanation: Explanation }>;
  /** What the order would cost with each option. */
  optionPrices(order: Order | string, options?: CatalogOption & OptionPricesOptions): Promise<OptionPrices>;
  /** What a small change saves, or buys for the same amount. */
  hints(order: Order | string, options?: CatalogOption & HintOptions): Promise<Hints>;
  /** The lowest and the highest price that an order can still have. */
  priceRange(order: Order | string, options?: CatalogOption & BudgetOptions): Promise<PriceRange>;
  /** How many configurations an order can still become. */
  countConfigurations(order: Order | string, options?: CatalogOption & BudgetOptions): Promise<Count>;
  /** What fits a wish. */
  solve(order: Order | string, options: CatalogOption & SolveOptions): Promise<Solution>;
  /** The bytes of the live plan, for `Plan.fromBytes`; sent again only if it has changed. */
  plan(catalog: string, options?: { whole?: boolean }): Promise<Uint8Array>;
  readonly catalogs: Catalogs;
  readonly quotes: Quotes;
  readonly configurations: Configurations;
  /** Any other request; refusals are errors. */
  request(method: string, path: string, options?: RequestOptions): Promise<any>;
}

/** A quote in short: its keys, with id and amount of each line. */
export interface QuoteTotals {
  status: Status;
  currency: CurrencyCode;
  items: { status: Status; lines: LineTotal[]; amount: Amount | null }[];
  /** Those of the order. */
  lines: LineTotal[];
  amount: Amount | null;
}

export interface LineTotal {
  id: string;
  amount: Amount;
}

export interface ClientSettings {
  /** Where the server is, such as `https://prices.shop.example`. */
  url: string;
  /** The token, or what gives it; or `clientId` and `clientSecret`. */
  token?: string | (() => string | Promise<string>);
  /** An OAuth 2.0 client, whose tokens are got and renewed as they are needed. */
  clientId?: string;
  clientSecret?: string;
  /** Fewer scopes than the client has. */
  scope?: string | readonly string[];
  /** Seconds until a request is given up; 30 without it. */
  timeout?: number;
  /** How many seconds to wait and try again where the server says so; 0 without it, which is never. */
  maxWait?: number;
  /** Instead of the global `fetch`. */
  fetch?: (url: string, request?: any) => Promise<any>;
}

export interface RequestOptions {
  query?: { readonly [name: string]: string | number | boolean | undefined };
  headers?: { readonly [name: string]: string };
  body?: any;
  /** An `AbortSignal`. */
  signal?: any;
}

export interface CatalogOption {
  /** The catalog; not needed where only one is live. */
  catalog?: string;
}

/** What a change expects to be there, by the ETags of before. */
export interface Expected {
  ifMatch?: string;
  /** `"*"`: nothing is there yet. */
  ifNoneMatch?: string;
}

export interface Catalogs {
  list(options?: { limit?: number }): AsyncGenerator<CatalogInfo>;
  read(id: string): Promise<{ fingerprint: string; document: CatalogDocument }>;
  /** The document as it was written. */
  readText(id: string): Promise<string>;
  /** Live at once, or refused whole. */
  write(id: string, catalog: CatalogDocument | string, options?: Expected): Promise<Published>;
  withdraw(id: string, options?: Expected): Promise<void>;
  /** Nothing is kept. */
  validate(catalog: CatalogDocument | string, options?: { lint?: boolean; steps?: number }): Promise<Validation>;
  diff(id: string, options?: CatalogDiffOptions): Promise<Diff>;
  /** The newest first. */
  revisions(id: string, options?: { limit?: number }): AsyncGenerator<Revision>;
  revision(id: string, revision: number): Promise<CatalogDocument>;
  restore(id: string, revision: number, options?: Expected): Promise<Published>;
  readonly draft: Drafts;
}

export interface Drafts {
  read(id: string): Promise<{ tag: string; document: unknown }>;
  write(id: string, catalog: CatalogDocument | string, options?: Expected): Promise<Validation & DraftInfo>;
  discard(id: string, options?: Expected): Promise<void>;
  publish(id: string, options?: Expected & { force?: boolean }): Promise<Published>;
}

export interface CatalogDiffOptions {
  /** `"live"`, `"draft"` or a revision. */
  from?: string | number;
  to?: string | number;
  /** Compare with this instead of `to`. */
  document?: CatalogDocument | string;
  component?: string;
  limit?: number;
  seed?: number;
  worst?: number;
  currency?: CurrencyCode;
  asOf?: Day;
}

export interface CatalogInfo {
  id: string;
  revision: number | null;
  fingerprint: string | null;
  has_draft: boolean;
  created_at: string;
}

export interface Published {
  id: string;
  revision: number;
  fingerprint: string;
  /** Whether there is a new revision. */
  changed: boolean;
}

export interface Revision {
  revision: number;
  fingerprint: string;
  origin: string;
  token: string | null;
  created_at: string;
}

export interface Validation {
  valid: boolean;
  fingerprint: string | null;
  diagnostics: Diagnostic[];
  /** What the lint found, where it was asked for. */
  findings?: any;
}

export interface DraftInfo {
  tag: string;
  catalog: string;
  written_at: string;
  base_revision: number | null;
}

export interface Quotes {
  /** Stores the quote of an order that has a binding price. */
  create(
    order: Order | string,
    options?: CatalogOption & { heldUntil?: string; reference?: string },
  ): Promise<StoredQuote & { claim: StoredClaim }>;
  read(id: string): Promise<StoredQuote & { claim: StoredClaim }>;
  list(options?: CatalogOption & { limit?: number }): AsyncGenerator<StoredQuote>;
  /** Whether a price is right; of a stored quote that is held, by the revision that priced it. */
  verify(claim: Claim | string, options?: CatalogOption & { quote?: string }): Promise<Verified>;
  billOfMaterials(id: string, options: { format: "csv" }): Promise<string>;
  billOfMaterials(id: string, options?: { format?: "json" }): Promise<{ materials: Material[] }>;
  productionList(id: string, options: { format: "csv" }): Promise<string>;
  productionList(id: string, options?: { format?: "json" }): Promise<{ items: ProductionItem[] }>;
}

export interface StoredQuote {
  id: string;
  catalog: string;
  revision: number;
  state: "held" | "expired";
  amount: Amount;
  currency: CurrencyCode;
  reference: string | null;
  created_at: string;
  held_until: string;
}

export interface StoredClaim {
  order: Order;
  order_fingerprint: string;
  quote: PricedQuote;
  signature?: string;
}

export interface Verified {
  catalog: string;
  revision: number;
  held: boolean;
  verification: Verification;
}

export interface Material {
  sku: string;
  quantity: string;
}

export interface ProductionItem {
  position: number;
  id: string | null;
  component: string;
  name: string;
  quantity: string;
  values: { name: string; value: string }[];
  computed: { name: string; value: string }[];
  materials: Material[];
}

export interface Configurations {
  read(id: string): Promise<StoredConfiguration>;
  write(id: string, order: Order | string, options?: CatalogOption & Expected): Promise<StoredConfiguration>;
  /** With an order, or the one that was written before. */
  complete(id: string, order?: Order | string, options?: CatalogOption & Expected): Promise<StoredConfiguration>;
}

export interface StoredConfiguration {
  tag: string;
  id: string;
  catalog: string;
  state: "open" | "completed";
  created_at: string;
  updated_at: string;
  order: Order;
  /** What it costs now, while it is open. */
  quote?: Quote;
  completion?: { revision: number; completed_at: string; claim: StoredClaim };
}

/** A request that was refused, or that got no answer. */
export declare class ServerError extends Error {
  /** The server's code, such as `invalid-catalog`; `timeout` or `unreachable` where there was no answer. */
  readonly code: string;
  /** The status of the answer; 0 where there was none. */
  readonly status: number;
  /** Problem details of RFC 9457. */
  readonly problem: { [member: string]: any };
  /** What the engine found. */
  readonly diagnostics: readonly Diagnostic[];
  /** After how many seconds it may be tried again. */
  readonly retryAfter: number | undefined;
}
