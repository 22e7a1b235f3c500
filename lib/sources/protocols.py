"""The only list of protocols we speak, and the question of one source at its address."""

from collections.abc import Callable, Mapping

from lib.facts import Catalogue, Source
from lib.feeds import Layer
from lib.settings import settings
from lib.sources import maps, pxweb, sotkanet
from lib.sources.answer import Answer, Question
from lib.sources.web import Web

TABLES: Mapping[str, Callable[[Question], Answer]] = {"sotkanet": sotkanet.fetch, "pxweb": pxweb.fetch}
MAPS: Mapping[str, Callable[[str, Layer, Web], tuple[str, bytes]]] = {
    "wfs": maps.wfs,
    "ogc_features": maps.ogc_features,
}


def address(source: Source) -> str:
    """The address of a source; the settings may name another, such as an office's own copy."""
    return settings().source_addresses.get(source.id, source.address).rstrip("/")


def rows(source: Source, catalogue: Catalogue, web: Web) -> Answer:
    """What a source of figures answers now; SourceError when it does not."""
    return TABLES[source.protocol](Question(source, address(source), catalogue, web))


def layer(source: Source, wanted: Layer, web: Web) -> tuple[str, bytes]:
    """File name and bytes of a map layer; SourceError when there are none."""
    return MAPS[source.protocol](address(source), wanted, web)
