"""The network room: ties projected onto polities, measured, laid out, drawn and written."""
