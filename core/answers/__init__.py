"""Answers from the help centre: what is read, searched, judged and quoted."""
