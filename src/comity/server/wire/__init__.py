"""What passes between the HTTP server and its workers: tasks, answers and error codes."""
