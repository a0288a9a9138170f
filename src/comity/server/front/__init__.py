"""The HTTP server: routes, protocols, middleware, and the pool of workers."""
