"""The explorer: pages for people, made in the query processes, one kind of page a module."""
