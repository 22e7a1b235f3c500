"""The tables and folded lists of the page of sources."""

from lib.markup import sources as markup

TAG = '<img src=x onerror="alert(1)">'


def one(name: str = "Name", model: str = "") -> markup.Definition:
    return markup.Definition(name, "indicator:a", model, "small", "tells", "not", (("term", "words"),))


def test_facts_are_shown_as_text_and_never_run():
    row = markup.FactRow(((TAG, TAG), (TAG,)), TAG)
    line = markup.ThemeLine(TAG, TAG, (markup.Spoken(TAG, TAG, False),), TAG)
    made = (
        markup.fact_table((TAG, TAG), (row,), TAG)
        + markup.methods(((TAG, TAG),))
        + markup.definitions((markup.Topic(TAG, TAG, (one(TAG, TAG),)),), "open")
        + markup.themes((markup.ThemeGroup(TAG, TAG, TAG, (line,)),))
    )
    assert "<img" not in made
    assert "&lt;img" in made


def test_each_cell_carries_its_heading_for_a_phone():
    row = markup.FactRow((("Paavo",), ("CC BY 4.0",)))
    made = markup.fact_table(("Source", "Licence"), (row,), "caption")
    assert '<td data-label="Licence">CC BY 4.0' in made
    assert '<th scope="row"><b>Paavo</b>' in made


def test_only_model_data_carries_the_framed_word():
    topics = [markup.Topic("T", "", (one(model=word),)) for word in ("", "Mallidata")]
    real, model = (markup.definitions((topic,), "closed") for topic in topics)
    assert "model-word" not in real
    assert 'class="model-word"' in model and "Mallidata" in model


def test_a_search_opens_the_topics_and_a_whole_list_is_folded():
    topics = (markup.Topic("T", "", (one(),)), markup.Topic("U", "", (one(),)))
    assert markup.definitions(topics, "open").count('<details class="fold" open>') == 2
    assert markup.definitions(topics, "closed").count('<details class="fold">') == 2


def test_a_theme_without_indicator_says_so_and_one_with_indicators_does_not():
    silent = markup.ThemeLine("Quiet", "", (), "No indicator yet.")
    share = markup.Spoken("Share", "indicator:share", True)
    heard = markup.ThemeLine("Heard", "", (share,), "No indicator yet.")
    made = markup.themes((markup.ThemeGroup("G", "", "", (silent, heard)),))
    assert made.count("No indicator yet.") == 1
    assert 'data-choose="indicator:share"' in made
