"""Pure arithmetic: arrays in, arrays or small answers out. The rules and worked examples are in
docs/methods.md.
"""
