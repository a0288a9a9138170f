"""A worker: opens the store, does tasks, makes pages and drawings; knows no HTTP."""
