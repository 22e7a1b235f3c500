"""Data sets: send a file, see every fault and what would change, publish, undo."""

import streamlit as st

from lib.ui import parts, upload

with parts.scope_bar():
    form = upload.dataset()

if form.origin == "model":
    parts.model_strip("model.strip.datasets")
heading_place = st.empty()
upload.say_done()
left, right = st.columns([7, 3], gap="large")
with right:
    file = upload.received(form)
    upload.template(form)
    parts.block(upload.versions_markup(form), "versions")
    upload.undo(form)
with heading_place:
    parts.title(upload.heading(file), form.about[parts.language()])
with left:
    if file is None:
        parts.section(parts.words("upload.first"), parts.words("upload.first_sub"), key="first")
    else:
        upload.show_faults(file)
        upload.show_changes(file, form)
        upload.publish(file, form)
