// 1200 reads the row 2000: 150.00; silk is 12% of it: 18.00; 168.00 × 2 = 336.00
const catalog = {
  format: 1,
  currency: "EUR",
  components: [
    {
      id: "blind",
      features: [
        { id: "width", type: "number", unit: "mm", min: 300, max: 2000, required: true },
        {
          id: "fabric",
          type: "select",
          required: true,
          options: [{ id: "linen" }, { id: "silk", surcharge: { percent: "12", of: "base" } }],
        },
      ],
      price_lists: [
        { id: "prices", row_feature: "width", lookup: "up", rows: [1000, 2000], cells: ["100.00", "150.00"] },
      ],
    },
  ],
};
const order = { items: [{ component: "blind", values: { width: 1200, fabric: "silk" }, quantity: 2 }] };

function useFull(api) {
  const plan = api.compile(catalog);
  if (api.check(catalog).length) {
    throw new Error("the catalog has findings");
  }
  try {
    api.compile({ ...catalog, currency: "EURO" });
  } catch (error) {
    if (!(error instanceof Error) || !error.diagnostics.length) {
      throw error;
    }
  }
  return useRuntime(api, plan.toBytes());
}

function useRuntime(api, bytes) {
  const plan = api.Plan.fromBytes(bytes);
  const quote = plan.price(order);
  // the runtime alone explains nothing; the amount is the same
  const explained = plan.explain ? plan.explain(order).quote : quote;
  return `${quote.status} ${quote.amount} ${explained.amount} ${sessionTotal(plan)}`;
}

function sessionTotal(plan) {
  const session = plan.session("blind", { quantity: 2 });
  session.set("width", "900").set("fabric", "silk").set("width", 1200n);
  const total = session.total();
  session.free();
  return total;
}

