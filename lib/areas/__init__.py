"""Areas: levels, codes, and their geometry from import to drawing."""
