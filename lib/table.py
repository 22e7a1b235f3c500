"""The one table shape: which columns every figure travels in, and when it has a value to show."""

KEY = [
    "indicator_id",
    "area_level",
    "area_code",
    "period_start",
    "period_end",
    "age_group",
    "sex",
    "service_id",
]
FIGURES = ["value", "numerator", "denominator"]
COLUMNS = [*KEY, *FIGURES, "status"]
# The others say why there is no value.
SHOWN = ("published", "provisional", "estimate")
