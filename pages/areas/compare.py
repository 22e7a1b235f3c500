"""Areas side by side on the same scales: an area and its most similar ones, or those the reader chooses."""

from lib.ui import address, compare, compare_view, parts, pickers, profile, service_pages
from lib.ui.follow import follow

with parts.scope_bar():
    level, code = pickers.area()
    like = compare.pick_like(level)
    pickers.scope()

service_pages.links("compare", service_pages.AREAS)
shown = compare.compared(level, code, like)
ends = compare_view.apart(shown)
if "model" in parts.origins(shown.table):
    parts.model_strip("model.strip.profile")
parts.title(compare_view.finding(shown, ends), compare_view.subtitle(shown, ends))
chosen = parts.block(compare_view.legend(shown), "compared_areas").choose
pressed = parts.block(compare_view.table_markup(shown, ends), "compared_rows").choose
lacking = compare_view.missing(shown)
if lacking:
    parts.foot(lacking, "compared_missing")
parts.foot(f"{parts.words('compare.foot')} {profile.sources_of(shown.table)}", "compared_foot")
parts.table(
    compare_view.table_of(shown), "compare", f"vertailu-{address.get('area')}", parts.origins(shown.table)
)
compare_view.draw_likeness(shown)
compare_view.draw_trends(shown, ends)
follow(chosen or pressed)
