/** The price lists of a packed catalog, as a table is drawn of them. */
import type { CatalogDocument } from "pricewright";
import type { PriceList } from "./protocol.js";

type Cell = string | number | null;

interface ListDocument {
  id: string;
  name?: string | Record<string, string>;
  role?: PriceList["role"];
  currency?: string;
  row_feature?: string;
  col_feature?: string;
  lookup?: string | { row?: string; col?: string };
  rows?: (string | number)[];
  cols?: (string | number)[];
  cells?: (Cell | Cell[])[];
}

/** Every price list of every component. */
export function priceLists(catalog: CatalogDocument): PriceList[] {
  return catalog.components.flatMap((component) => {
    const lists = (component["price_lists"] ?? []) as ListDocument[];
    return lists.map((list) => priceList(component.id, list));
  });
}

function priceList(component: string, list: ListDocument): PriceList {
  const cells = (list.cells ?? []).map((row) => (Array.isArray(row) ? row : [row]).map(textOf));
  const name = typeof list.name === "object" ? Object.values(list.name)[0] : list.name;
  return {
    component,
    id: list.id,
    name: name ?? list.id,
    role: list.role ?? "base",
    currency: list.currency ?? null,
    row: list.row_feature ?? null,
    col: list.col_feature ?? null,
    lookup: lookupOf(list.lookup),
    rows: (list.rows ?? []).map(String),
    cols: (list.cols ?? []).map(String),
    cells,
  };
}

function textOf(cell: Cell): string | null {
  return cell === null ? null : String(cell);
}

function lookupOf(lookup: ListDocument["lookup"]): string {
  if (typeof lookup !== "object") return lookup ?? "";
  const { row = "", col = row } = lookup;
  return row === col ? row : `${row}, ${col}`;
}
