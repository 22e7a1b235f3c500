"""The places of the services on the map of the districts, and what is said of map, figures and facts."""

from functools import lru_cache

from lib import names
from lib.areas import geometry
from lib.catalogue import catalogue
from lib.facts import Service
from lib.markup import services as markup
from lib.ui import address, choices, parts, pickers
from lib.ui.services import Asked

QUEUE = "waiting_total"


def map_markup(services: list[Service], asked: Asked) -> str:
    """The map with the numbers of the list; the chosen district has a ring, the chosen service too."""
    words = markup.MapWords(
        parts.words("services.map"), parts.words("services.map.about"), parts.words("services.map.nothing")
    )
    return markup.point_map(_districts(asked), points(services), address.get("service"), words)


def _districts(asked: Asked) -> dict[str, markup.District]:
    return {
        code: markup.District(
            names.area(catalogue(), level, code, parts.language()),
            f"near:{choices.area_value(level, code)}",
            (level, code) == asked.area,
        )
        for level, code in pickers.areas(markup.LEVEL, choices.CITY)
    }


def points(services: list[Service]) -> list[markup.Point]:
    """The known places of the listed services under their numbers in the list."""
    language = parts.language()
    return [
        markup.Point(
            number,
            service.id,
            *metres(point.lon, point.lat),
            _named(service.name[language], point.name[language]),
            parts.words(
                "services.where.point",
                district=names.area(catalogue(), markup.LEVEL, point.major_district, language),
                year=point.source_year,
            ),
        )
        for number, service in enumerate(services, start=1)
        for point in service.points
    ]


def _named(service: str, place: str) -> str:
    """The service and its place, once where the place bears the name of the service."""
    return place if place.startswith(service) else f"{service}: {place}"


@lru_cache(maxsize=256)
def metres(lon: float, lat: float) -> tuple[float, float]:
    """WGS84 degrees as EPSG:3067 metres."""
    # pyproj takes long to import, and only this page needs it.
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", "EPSG:3067", always_xy=True).transform(lon, lat)


def foot() -> str:
    """How exact the places are, whether the borders are a sketch, and where the figures come from."""
    drawn = parts.words("map.schematic") if geometry.entry(markup.LEVEL)["schematic"] else ""
    source = names.provenance(catalogue().indicators[QUEUE], catalogue(), parts.language())
    said = (parts.words("services.map.foot"), drawn, parts.words("services.foot", source=source))
    return " ".join(one for one in said if one)
