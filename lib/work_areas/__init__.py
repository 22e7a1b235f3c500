"""Work areas as workers make them: their shape, what is saved of them, checks, and files in and out."""
