"""Pages to be printed: typed content in, PDF bytes out; no Streamlit, no store and no network here."""
