"""Maps of WFS 2.0 and OGC API Features: all pages of a layer as one file, asked only from its own host."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from lib.feeds import Layer
from lib.settings import settings
from lib.sources.web import Web, told

PAGE = 1_000
MOST_PAGES = 200


def wfs(address: str, layer: Layer, web: Web) -> tuple[str, bytes]:
    """Name and bytes of the layer's file: GeoJSON of all pages, or the one GML a service gives."""
    base = [("service", "WFS"), ("request", "GetFeature"), *_asked(layer)]
    if "json" not in dict(base).get("outputFormat", ""):
        return f"{layer.level}.gml", _gml(web.get(address, base), address)
    return f"{layer.level}.geojson", _joined(_wfs_pages(address, base, web), address)


def ogc_features(address: str, layer: Layer, web: Web) -> tuple[str, bytes]:
    """Name and bytes of a collection, its pages followed by their own links."""
    url = f"{address}/collections/{layer.name}/items"
    return f"{layer.level}.geojson", _joined(_linked_pages(url, _asked(layer), web), url)


def _asked(layer: Layer) -> list[tuple[str, str]]:
    return [(name, value.replace("{city_code}", settings().city_code)) for name, value in layer.parameters]


def _wfs_pages(address: str, base: list[tuple[str, str]], web: Web) -> Iterator[Any]:
    seen, before = 0, None
    for _ in range(MOST_PAGES):
        page = web.json(address, [*base, ("count", str(PAGE)), ("startIndex", str(seen))])
        features = _features(page, address)
        # A service that knows no pages gives the same ones again.
        if features and features == before:
            return
        yield page
        seen, before = seen + len(features), features
        every = page.get("numberMatched", page.get("totalFeatures"))
        if len(features) < PAGE if not isinstance(every, int) else seen >= every or not features:
            return
    raise told("endless", address)


def _linked_pages(url: str, asked: list[tuple[str, str]], web: Web) -> Iterator[Any]:
    host, seen = urlsplit(url).netloc, set()
    for _ in range(MOST_PAGES):
        page = web.json(url, asked)
        _features(page, url)
        yield page
        links = [link for link in page.get("links", []) if isinstance(link, dict)]
        following = next((link["href"] for link in links if link.get("rel") == "next" and "href" in link), "")
        if not following:
            return
        seen.add(url)
        # The link carries its own parameters.
        url, asked = urljoin(url, following), []
        if urlsplit(url).netloc != host:
            raise told("redirected", f"//{host}", to=urlsplit(url).netloc)
        if url in seen:
            raise told("endless", url)
    raise told("endless", url)


def _features(page: Any, url: str) -> list[Any]:
    if not isinstance(page, dict) or not isinstance(page.get("features"), list):
        raise told("other_shape", url)
    return page["features"]


def _joined(pages: Iterator[Any], url: str) -> bytes:
    """One collection of all features, with the coordinate system that the first page names."""
    first, features = {}, []
    for page in pages:
        first = first or page
        features += page["features"]
    if not features:
        raise told("empty", url)
    named = {"crs": first["crs"]} if first.get("crs") else {}
    return json.dumps({"type": "FeatureCollection", **named, "features": features}).encode()


def _gml(content: bytes, url: str) -> bytes:
    start = content[:4_096].lower()
    if b"exceptionreport" in start or b"<html" in start or b"<!doctype" in start:
        raise told("web_page", url)
    if not content.rstrip().endswith(b">"):
        raise told("half", url)
    return content
