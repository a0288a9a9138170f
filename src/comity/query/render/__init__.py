"""How answers are written: rows for programs and people, and text laid out for a terminal."""
