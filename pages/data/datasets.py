"""Data sets: send a file, see every fault and what would change, publish, go back to an earlier version."""

import streamlit as st

from lib.ui import (
    dataset_account,
    dataset_arrivals,
    dataset_changes,
    dataset_compare,
    dataset_files,
    dataset_publish,
    dataset_reading,
    dataset_rhythm,
    dataset_tables,
    dataset_versions,
    datasets,
    parts,
)

with parts.scope_bar():
    form = datasets.form()
    dataset_files.template(form)

if form.origin == "model":
    parts.model_strip("model.strip.datasets")
left, right = st.columns([19, 6], gap="large")
with right:
    file = datasets.received(form)
    if file is not None and not file.refusal:
        parts.block(dataset_tables.facts_markup(file, form), "file_facts")
    if file is not None:
        dataset_reading.show(file, form)
    dataset_rhythm.draw(form)
    dataset_versions.show(form)
    dataset_arrivals.show(form)
with left:
    datasets.say_trouble()
    parts.title(datasets.heading(file, form), datasets.subtitle(file, form))
    parts.block(datasets.stepper(file, form), "steps")
    if file is None:
        parts.section(parts.words("datasets.first"), parts.words("datasets.first_sub"), key="first")
        dataset_compare.show(form)
    elif not file.refusal:
        dataset_tables.show_faults(file, form)
        dataset_account.show(file)
        dataset_changes.show_changes(file, form)
        below = st.container(key="touched_place")
        dataset_publish.draw(file, form)
        with below:
            dataset_changes.show_touched(file, form)
