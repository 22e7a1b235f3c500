"""Of a source's own table: which columns each indicator came from, which were not used, what is lacking."""

import pandas as pd
import streamlit as st

from lib import text
from lib.catalogue import catalogue
from lib.intake.account import Account
from lib.ui import parts
from lib.ui.dataset_tables import height
from lib.ui.datasets import Checked


def show(file: Checked) -> None:
    """Nothing for a file that has the columns of the form."""
    account = file.read.account
    if not account:
        return
    count = text.plural("datasets.account", parts.language(), len(account.used))
    parts.section(count, parts.words("datasets.account_sub"), key="account_head")
    if account.used:
        table = _table(account)
        st.dataframe(
            table, hide_index=True, width="stretch", key="account", height=height(len(table)), alt=count
        )
    _say_rest(account)


def _table(account: Account) -> pd.DataFrame:
    rows = [
        (
            catalogue().indicators[one.indicator].name[parts.language()],
            ", ".join(one.headings),
            ", ".join(one.years),
            text.number(one.areas, 0, parts.language()),
        )
        for one in account.used
    ]
    names = [parts.words(f"datasets.account.{name}") for name in ("indicator", "columns", "years", "areas")]
    return pd.DataFrame(rows, columns=names)


def _say_rest(account: Account) -> None:
    """What was left over, folded away: the names can be many."""
    for name, lines in (("unused", account.unused), ("lacking", _lacking(account))):
        if lines:
            with st.expander(text.plural(f"datasets.account.{name}", parts.language(), len(lines))):
                st.text("\n".join(lines))


def _lacking(account: Account) -> list[str]:
    language = parts.language()
    return [
        f"{catalogue().indicators[indicator].name[language]}: {', '.join(labels)}"
        if labels
        else parts.words(
            "datasets.account.no_year", indicator=catalogue().indicators[indicator].name[language]
        )
        for indicator, labels in account.lacking.items()
    ]
