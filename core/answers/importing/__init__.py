"""Brings a help centre from elsewhere into a folder of Markdown articles."""
