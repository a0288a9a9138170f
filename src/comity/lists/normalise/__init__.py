"""Countries, dates, documents and cells of lists in one form."""
