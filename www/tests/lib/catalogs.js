/** Catalogs that the tests need and no example has: every feature type that can be in every state, and one with many options. */

const colors = ["#b3261e", "#1b6e3c", "#0b57d0", "#f2c400"];
const named = (ids) => ids.map((id) => ({ id, name: id[0].toUpperCase() + id.slice(1) }));

/**
 * Every feature type, once: `kit` makes all of them available or not, `place` makes them not allowed, `size` decides
 * whether there is a price (up to 500), one on request (above 900) or none (the hole between).
 */
export const everything = {
  format: 1,
  id: "everything",
  currency: "EUR",
  prices: "net",
  components: [
    {
      id: "thing",
      name: { en: "Thing", de: "Ding", ar: "شيء" },
      features: [
        { id: "kit", name: { en: "With a kit", ar: "مع طقم" }, type: "boolean", default: true },
        {
          id: "place",
          name: { en: "Place", ar: "المكان" },
          type: "select",
          default: "inside",
          options: named(["inside", "outside"]),
        },
        {
          id: "size",
          name: { en: "Size", ar: "الحجم" },
          type: "number",
          unit: "mm",
          min: 100,
          max: 1000,
          step: 50,
          required: true,
        },
        {
          id: "color",
          name: { en: "Color", ar: "اللون" },
          type: "select",
          required: true,
          available_when: "kit",
          group: { en: "Kit", ar: "الطقم" },
          options: ["red", "green", "blue", "yellow"].map((id, index) => ({
            id,
            name: id,
            color: colors[index],
            surcharge: `${index}.00`,
          })),
        },
        {
          id: "wood",
          name: { en: "Wood", ar: "الخشب" },
          type: "select",
          required: true,
          available_when: "kit",
          group: { en: "Kit", ar: "الطقم" },
          options: named(["oak", "ash", "beech", "birch", "larch", "maple", "walnut"]),
        },
        {
          id: "side",
          name: { en: "Side", ar: "الجانب" },
          type: "select",
          available_when: "kit",
          group: { en: "Kit", ar: "الطقم" },
          options: [
            { id: "left", name: "Left" },
            { id: "right", name: "Right", surcharge: "2.50" },
          ],
        },
        {
          id: "sealed",
          name: { en: "Sealed", ar: "مختوم" },
          type: "boolean",
          required: true,
          available_when: "kit",
          group: { en: "Kit", ar: "الطقم" },
          surcharge: "1.20",
        },
        {
          id: "gift",
          name: { en: "As a gift", ar: "هدية" },
          type: "boolean",
          available_when: "kit",
          group: { en: "Kit", ar: "الطقم" },
          surcharge: "3.00",
        },
        {
          id: "weight",
          name: { en: "Weight", ar: "الوزن" },
          type: "number",
          unit: "kg",
          min: "0.5",
          max: "9.5",
          step: "0.5",
          available_when: "kit",
          group: { en: "Kit", ar: "الطقم" },
        },
        {
          id: "motto",
          name: { en: "Motto", ar: "الشعار" },
          type: "text",
          min_length: 2,
          max_length: 12,
          available_when: "kit",
          group: { en: "Kit", ar: "الطقم" },
        },
        {
          id: "tools",
          name: { en: "Tools", ar: "الأدوات" },
          type: "multiselect",
          max_choices: 2,
          available_when: "kit",
          group: { en: "Kit", ar: "الطقم" },
          options: named(["hammer", "saw", "file"]),
        },
        {
          id: "screws",
          name: { en: "Screws", ar: "البراغي" },
          type: "multiselect",
          quantities: true,
          available_when: "kit",
          group: { en: "Kit", ar: "الطقم" },
          options: [
            { id: "short", name: "Short", surcharge: "0.40", max_quantity: 8 },
            { id: "long", name: "Long", surcharge: "0.60" },
          ],
        },
      ],
      price_lists: [{ id: "sizes", row_feature: "size", lookup: "up", rows: [500, 900, 1000], cells: ["20.00", null, "90.00"] }],
      rules: [
        'on_request large "Made only when asked for" : size > 900',
        'warn long_words "Long words are engraved small" : motto is set and string length(motto) > 8',
        'forbid place_color "Red fades outside" : color is set and color = "red" and place = "outside"',
        'forbid place_wood "Ash rots outside" : wood is set and wood = "ash" and place = "outside"',
        'forbid place_side "Outside there is no left" : side is set and side = "left" and place = "outside"',
        'forbid place_sealed "Outside it has to be sealed" : sealed is set and not(sealed) and place = "outside"',
        'forbid place_gift "A gift does not stand outside" : gift is set and gift and place = "outside"',
        'forbid place_weight "Light things fly away outside" : weight is set and weight < 2 and place = "outside"',
        'forbid place_motto "Nobody reads long words outside" : motto is set and string length(motto) > 5 and place = "outside"',
        'forbid place_tools "Saws rust outside" : tools is set and "saw" in tools and place = "outside"',
        'forbid place_screws "Short screws do not hold outside" : screws is set and "short" in screws and place = "outside"',
      ].join("\n"),
    },
  ],
};

/** One select of so many options, each with a surcharge. */
export function large(count) {
  const options = Array.from({ length: count }, (_, index) => ({
    id: `o${index}`,
    name: `Option ${index}`,
    color: "#888888",
    surcharge: `${index}.00`,
  }));
  return {
    format: 1,
    currency: "EUR",
    components: [
      {
        id: "large",
        base_price: "10.00",
        features: [
          { id: "choice", name: "Choice", type: "select", required: true, options },
          { id: "length", name: "Length", type: "number", unit: "m", min: 1, max: 999, step: 1, required: true },
        ],
        rules: 'surcharge meters "Meters" : 0.50 * length',
      },
    ],
  };
}
