"""Reading the manuals against only cutting their text into words."""

from bench import reading
from bench.measures import Measure


def measures() -> list[Measure]:
    if not reading.SOURCES.is_dir():
        print("reading: not measured, the source manuals do not lie beside this clone")
        return []
    found = reading.measure()
    return [
        Measure("manuals read", found["chars"] / found["seconds_read"], "characters/s"),
        Measure("manuals only segmented", found["chars"] / found["seconds_segment"], "characters/s"),
        Measure("reading against segmenting", found["ratio"], "times", at_most=reading.PROMISED_RATIO),
    ]
