"""The only package that knows Streamlit: the frame, pickers, cached questions, and tables beside pictures."""
