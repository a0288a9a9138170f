"""Readers of FollowTheMoney data, such as those of OpenSanctions."""
