"""The graph in the forms of others: FollowTheMoney, tables, a day, and parts of equal size."""

__all__ = ["follow_the_money", "graph_files", "table_files"]
