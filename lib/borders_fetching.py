"""Real borders from a map service: a described layer takes the way of a sent file, its licence is kept."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from lib import text
from lib.areas import boundaries as borders
from lib.areas import geo_files
from lib.errors import SourceError
from lib.facts import Catalogue, Source
from lib.sources import protocols
from lib.sources.web import Web
from lib.text import say

LANGUAGE = "fi"
# What a layer says of a vintage that is that of the day it is fetched.
TODAY = "today"


def known(level: str, catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """{code: names} of the areas of a level."""
    areas = catalogue.areas.values()
    return {area.code: (area.name.fi, area.name.sv) for area in areas if area.level == level}


def replace(
    level: str,
    origin: str,
    catalogue: Catalogue,
    web: Web | None = None,
    folder: Path = geo_files.FOLDER,
) -> borders.Report:
    """Fetch the layer of a level and make it the level's map; SourceError when it cannot be fetched."""
    known_maps = origins(catalogue)
    if origin not in known_maps:
        message = f"no map service {origin}"
        raise SourceError(message, key="fetch.unknown", source=origin, known=", ".join(known_maps))
    source = catalogue.sources[known_maps[origin]]
    layer = next((one for one in source.feed.layers if one.level == level), None)
    if layer is None:
        levels = ", ".join(one.level for one in source.feed.layers)
        message, named = f"{source.id} has no layer of {level}", {"source": source.id, "level": level}
        raise SourceError(message, key="fetch.no_layer", known=levels, **named)
    name, content = protocols.layer(source, layer, web or Web())
    choices = borders.Choices(
        code_field=layer.code_field or None,
        duplicates="dissolve",
        vintage=str(date.today().year) if layer.vintage == TODAY else layer.vintage,
        licence=source.licence,
        source=_credit(source),
    )
    with TemporaryDirectory() as held:
        path = Path(held) / name
        path.write_bytes(content)
        return borders.replace(level, path, known(level, catalogue), choices, folder)


def origins(catalogue: Catalogue) -> dict[str, str]:
    """The described map services by their short names: statfi is the source statfi_map."""
    described = (one.id for one in catalogue.sources.values() if one.feed and one.feed.layers)
    return {name.replace("_map", "", 1): name for name in described}


def _credit(source: Source) -> str:
    day = text.day(date.today(), LANGUAGE)
    return say("fetch.map_source", LANGUAGE, source=source.name[LANGUAGE], day=day)
