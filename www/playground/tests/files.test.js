/** Files that are dropped: price lists with their import report, rules, catalogs, orders. */
import assert from "node:assert/strict";
import { after } from "node:test";
import { close, inPage, linked, total } from "./lib/page.js";

after(close);

const blind = (lists) => `{ "format": 1, "currency": "EUR", "components": [{ "id": "blind",
  "features": [
    { "id": "width", "type": "number", "required": true, "min": 400, "max": 2000, "unit": "mm" },
    { "id": "drop", "type": "number", "required": true, "min": 400, "max": 2000, "unit": "mm" }],
  "price_lists": [${lists}] }] }`;
const sizes = `{ "id": "sizes", "row_feature": "drop", "col_feature": "width", "lookup": "up", "rows": [1000], "cols": [1000], "cells": [["10.00"]] }`;
const order = { items: [{ component: "blind", quantity: 1, values: { width: 900, drop: 800 } }] };

/** Drops files on the page, as bytes. */
async function drop(page, files) {
  const bytes = Object.entries(files).map(([name, content]) => [name, [...(typeof content === "string" ? Buffer.from(content) : content)]]);
  await page.evaluate((given) => {
    const dataTransfer = new DataTransfer();
    for (const [name, content] of given) dataTransfer.items.add(new File([Uint8Array.from(content)], name));
    document.querySelector(".cm-content, #app").dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, bytes);
}

inPage("a price list is dropped, taken for a list, and reported", async (page) => {
  await linked(page, blind(sizes), order);
  await total(page, "10.00");
  // as a German spreadsheet writes it, in Windows-1252: ö is 0xf6
  const file = Buffer.from("H\u00f6he/Breite (mm);600;1.000\r\n700;49,90;59,90\r\n1000;54,90;1.064,90\r\n", "latin1");
  await drop(page, { "preise.csv": file });
  await page.selectOption(".attach select", "blind/sizes");
  await page.click(".attach [type=submit]");
  await total(page, "1064.90"); // 800 reads the row of 1000, 900 the column of 1.000
  const report = await page.textContent('[data-report="preise.csv"]');
  for (const fact of [/encoding windows-1252/, /separator ;/, /decimal ,/, /thousands \./, /row label H\u00f6he/]) assert.match(report.replaceAll(/\s+/g, " "), fact);
  await page.click("#tab-matrix");
  assert.equal(await page.getAttribute(".matrix .used", "title"), "1000 × 1000: 1064.9");
});

inPage("what a file leaves open is a fault that says how it is settled", async (page) => {
  await linked(page, blind(sizes), order);
  await drop(page, { "unsure.csv": "mm;600;1000\n700;1,234;2\n1000;3;4\n" });
  await page.selectOption(".attach select", "blind/sizes");
  await page.click(".attach [type=submit]");
  await page.click("#tab-problems");
  await page.waitForSelector('.findings [data-code="csv-ambiguous"]');
  // the price that was there before is kept
  await total(page, "10.00");
});

inPage("a file that the catalog names takes the place of the one there", async (page) => {
  const named = sizes.replace(/"rows".*\]\]/, '"file": "sizes.csv"');
  await linked(page, blind(named), order, { "sizes.csv": "mm;1000\n1000;10.00\n" });
  await total(page, "10.00");
  await drop(page, { "sizes.csv": "mm;1000\n1000;20.00\n" });
  await total(page, "20.00");
  await page.click(".notice >> text=Undo");
  await total(page, "10.00");
});

inPage("a new list is made of a file", async (page) => {
  await linked(page, blind(""), order);
  await page.waitForSelector(".findings .error");
  await drop(page, { "fresh.csv": "mm;1000\n1000;30.00\n" });
  await page.selectOption(".attach select", "new");
  await page.click(".attach [type=submit]");
  await total(page, "30.00");
});

inPage("a catalog and an order are dropped", async (page) => {
  await drop(page, { "catalog.json": blind(sizes) });
  await page.waitForFunction(() => document.querySelectorAll(".file-tabs [role=tab]").length > 0);
  await drop(page, { "order.json": JSON.stringify(order) });
  await total(page, "10.00");
  await page.click(".notice >> text=Undo");
  await total(page, "");
});

inPage("a catalog is downloaded as one document", async (page) => {
  await linked(page, blind(sizes.replace(/"rows".*\]\]/, '"file": "sizes.csv"')), order, { "sizes.csv": "mm;1000\n1000;10.00\n" });
  await total(page, "10.00");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Download")]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const [list] = JSON.parse(Buffer.concat(chunks).toString()).components[0].price_lists;
  assert.deepEqual([list.rows, list.cols, list.file], [["1000"], ["1000"], undefined]);
});
