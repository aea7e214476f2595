"""Makes what the operations ask for by id, and prints the configuration of Schemathesis that names it:
`seed.py ADDRESS TOKEN`.

What would take something away is asked for what nothing else needs, so that the rest is there to the end.
"""

import json
import sys
import urllib.request

ADDRESS, TOKEN = sys.argv[1:]

MUGS = {
    "format": 1,
    "currency": "EUR",
    "components": [
        {
            "id": "mug",
            "base_price": "7.00",
            "features": [{"id": "size", "type": "number", "min": 1, "max": 9, "default": 1}],
        }
    ],
}
COLOR = {"type": "select", "options": [{"name": "White", "surcharge": 0}, {"name": "Anthracite", "surcharge": 15}]}
PRICES = "mm;1000;2000\n800;100,00;180,00\n1600;140,00;260,00\n"


def send(method, path, body, kind="application/json"):
    """What is answered, as JSON."""
    request = urllib.request.Request(ADDRESS + path, data=body.encode(), method=method)
    request.add_header("Authorization", f"Bearer {TOKEN}")
    request.add_header("Content-Type", kind)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def post(path, body):
    return send("POST", path, json.dumps(body))


def upload(path, fields):
    """A price list as a form with a file."""
    parts = [f'name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    parts.append(f'name="file"; filename="prices.csv"\r\n\r\n{PRICES}')
    body = "".join(f"--edge\r\nContent-Disposition: form-data; {part}\r\n" for part in parts)
    return send("POST", path, f"{body}--edge--\r\n", "multipart/form-data; boundary=edge")


def catalog():
    send("PUT", "/v1/catalogs/mugs", json.dumps(MUGS))
    send("PUT", "/v1/catalogs/mugs/draft", json.dumps(MUGS))
    order = {"items": [{"component": "mug"}]}
    post("/v1/configurations/c1/complete?catalog=mugs", order)
    return post("/v1/quotes?catalog=mugs", order)["id"]


def component(name):
    """A component with a color, a size, a price list and a price group; each of the last four twice."""
    at = post("/v1/components", {"name": name, "base_price": 500})["id"]
    features = f"/v1/components/{at}/features"
    colors = [post(features, {"name": f"Color {number}", **COLOR}) for number in (1, 2)]
    options = [option["id"] for option in colors[0]["options"]]
    size = {"type": "number", "unit": "mm", "required": True, "min": 800, "max": 2000}
    width, drop = (post(features, {"name": name, **size})["id"] for name in ("Width", "Drop"))
    axes = {"row_feature_id": drop, "col_feature_id": width}
    lists = [
        upload(f"/v1/components/{at}/pricelists", {"name": f"List {number}", **axes})["id"] for number in (1, 2)
    ]
    group = {"configurator_id": at, "type": "Fixed Price", "prices": [{"amount": 9.99, "currency": "EUR"}]}
    groups = [
        post("/open-api/v1/configurator-price-groups", {"title": f"Package {number}", **group})["id"]
        for number in (1, 2)
    ]
    return at, [color["id"] for color in colors], options, lists, groups


def entry(path, methods, **ids):
    """The ids of the operations whose paths begin so."""
    parameters = ", ".join(f'"{place.replace("_", ".")}" = {json.dumps(value)}' for place, value in ids.items())
    return f'[[operations]]\ninclude-path-regex = "^{path}"\n{methods}\nparameters = {{ {parameters} }}\n'


def main():
    quote = catalog()
    own, colors, options, lists, groups = component("Roller blind")
    other, *_ = component("Awning")
    stay, go = 'exclude-method = ["DELETE"]', 'include-method = ["DELETE"]'
    all_methods = ""
    webhook = {"url": "http://127.0.0.1:9/", "events": ["catalog.published"]}
    webhook = post("/v1/webhooks", webhook)["id"]
    client = post("/v1/clients", {"label": "client", "role": "storefront"})["client_id"]
    entries = [
        entry("/v1/catalogs/", 'exclude-method = ["DELETE", "PUT"]', path_id="mugs", path_revision=1),
        entry("/v1/(price|explain|options|hints|range|count|solve|quotes|quotes/verify)$", all_methods, query_catalog="mugs"),
        entry("/v1/quotes/.id.", all_methods, path_id=quote),
        entry("/v1/configurations/.id.$", 'include-method = ["GET"]', path_id="c1"),
        entry("/v1/webhooks/.id.", stay, path_id=webhook),
        entry("/v1/clients/.id.", stay, path_id=client),
        entry("/v1/components/.id.", stay, path_id=own, path_fid=colors[0], path_plid=lists[0]),
        entry("/v1/components/.id.$", go, path_id=other),
        entry("/v1/components/.id./features", go, path_id=own, path_fid=colors[1]),
        entry("/v1/components/.id./pricelists", go, path_id=own, path_plid=lists[1]),
        entry("/v1/features/", stay, path_id=colors[0], path_oid=options[0]),
        entry("/v1/features/", go, path_id=colors[0], path_oid=options[1]),
        entry("/open-api/v1/configurator-price-groups/.id.", stay, path_id=groups[0]),
        entry("/open-api/v1/configurator-price-groups/.id.", go, path_id=groups[1]),
    ]
    print("\n".join(entries))


main()
