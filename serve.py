"""The server of `make run` and of an installation: the pages of app.py with what surrounds them."""

import streamlit as st

from lib.server.layers import layers
from lib.server.start import warm

app = st.App("app.py", lifespan=warm, middleware=layers())
