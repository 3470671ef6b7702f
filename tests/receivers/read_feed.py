"""Reads Atom files with feedparser and prints what it understood as one line of JSON each."""
import json
import sys

import feedparser

for path in sys.argv[1:]:
    feed = feedparser.parse(path)
    print(json.dumps({
        "is_malformed": bool(feed.bozo),
        "version": feed.version,
        "id": feed.feed.get("id"),
        "title": feed.feed.get("title"),
        "links": {link.rel: link.href for link in feed.feed.links},
        "entries": [{
            "id": entry.id,
            "title": entry.title,
            "published": entry.published,
            "updated": entry.updated,
            "terms": [tag.term for tag in entry.tags],
            "html": entry.content[0].value,
        } for entry in feed.entries],
    }))
