"""Actions: what is done about the signals, by whom and until when, and whether the figure has moved since."""

import streamlit as st

from lib.ui import action_draft, action_form, action_subject, action_view, actions, address, choices, parts
from lib.ui.follow import follow

known = actions.everything()
chosen = action_view.opened()
is_new = address.get("action") == choices.NEW_ACTION
parts.model_strip("model.strip.actions")
action_form.say_done()
if is_new:
    action_view.go_back()
    parts.title(parts.words("actions.new"), parts.words("actions.subtitle"))
    left, right = st.columns([5, 8], gap="large")
    with left:
        parts.section(parts.words("actions.head.subject"), key="subject_head")
        subject = action_subject.of_link()
    with right:
        action_form.draw(subject)
elif chosen:
    answer = actions.answered(chosen)
    action_view.go_back()
    parts.title(action_view.heading(chosen, answer), action_view.subtitle(chosen), actions.aside())
    left, right = st.columns([7, 5], gap="large")
    with left:
        action_view.draw_answer(chosen, answer)
        parts.block(action_view.facts_markup(chosen), "action_facts")
        parts.block(action_view.history_markup(chosen), "action_history")
    with right:
        if chosen.state == "open" or action_draft.is_waiting(chosen):
            action_form.draw(chosen)
        action_view.draw_closing(chosen)
else:
    with parts.scope_bar():
        theme = actions.pick_theme(known)
        actions.offer_new()
    parts.title(actions.finding(known), parts.words("actions.subtitle"), actions.aside())
    shown = actions.narrowed(known, theme, actions.pick_state(known))
    pressed = parts.press(actions.list_markup(shown), "action_rows", "action")
    parts.table(actions.table_of(shown), "actions", "toimenpiteet", [one.origin for one, _ in shown])
    follow(pressed)
