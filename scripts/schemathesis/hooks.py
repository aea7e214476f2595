"""What Schemathesis does not know: bodies of several JSON documents, one a line."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    """A list becomes a line for each entry, text stays as it is, anything else is one line."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    entries = value if isinstance(value, list) else [value]
    return "\n".join(json.dumps(entry) for entry in entries).encode()
