"""Input files of lists as streams of rows, elements or objects, within bounds."""
