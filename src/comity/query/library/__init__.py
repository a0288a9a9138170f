"""The library of questions: headers, parameters, the guard, rows and search records."""
